package dev.postern.provision.driver;

import dev.postern.kernel.settings.Suggestion;
import dev.postern.postgres.conninfo.Keyword;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which settings are ignored, refused or passed on. */
final class KeywordFindings {
    private static final int OLDEST_LIBPQ = 13;

    private final DriverName driver;
    private final Said said;
    private final Place place;
    private final List<Finding> findings = new ArrayList<>();

    KeywordFindings(DriverName driver, Said said, Place place) {
        this.driver = driver;
        this.said = said;
        this.place = place;
    }

    List<Finding> all() {
        for (Map.Entry<String, String> each : said.settings().entrySet()) {
            keyword(each.getKey());
            value(each.getKey(), each.getValue());
        }
        hosts();
        variables();
        return findings;
    }

    private void keyword(String name) {
        boolean uriSsl = name.equals("ssl") && said.form() == Said.Form.URI;
        if (uriSsl && (driver == DriverName.LIBPQ || driver == DriverName.PSYCOPG)) {
            return;
        }
        // database's name stands in a URI's path, whatever the driver calls it
        boolean place = said.form() != Said.Form.KEY_VALUE && name.equals("dbname");
        Fate fate = place ? Fate.TAKEN : Keywords.fate(driver, name);
        boolean known = Keyword.named(name).isPresent();
        // the one keyword of libpq that is a setting of the server, too
        boolean setting = name.equals("tcp_user_timeout");
        // after a password any word may be a part of it that was not quoted
        String shown = known || said.password().isEmpty() ? TlsFindings.shown(name) : "a word behind the password";
        switch (fate) {
            case TAKEN -> age(name);
            case IGNORED ->
                findings.add(Finding.warning(driver.word() + " ignores " + shown + " without a word", instead(name)));
            case SENT ->
                findings.add(
                        known && !setting
                                ? Finding.broken(
                                        driver.word() + " does not know " + shown
                                                + " and sends it to the server, which refuses the login (42704)",
                                        instead(name))
                                : Finding.warning(
                                        shown
                                                + " goes to the server as a setting: refused with 42704 unless it has one of"
                                                + " that name, and with 08P01 by poolers",
                                        "set it with ALTER ROLE … SET, or check its spelling" + near(name)));
            case REFUSED ->
                findings.add(Finding.broken(driver.word() + " refuses the keyword " + shown, instead(name)));
        }
    }

    private void age(String name) {
        int since = Keywords.since(name);
        if (driver == DriverName.LIBPQ && since > OLDEST_LIBPQ) {
            findings.add(Finding.note("libpq before " + since + " refuses the keyword " + name));
        }
    }

    private String instead(String name) {
        String own = Keywords.own(driver, name);
        if (!own.equals(name) && Keywords.fate(driver, own) == Fate.TAKEN) {
            return "write " + own;
        }
        if (driver == DriverName.PGBOUNCER && name.startsWith("ssl")) {
            return "set server_tls_sslmode, server_tls_ca_file, server_tls_cert_file, server_tls_key_file in [pgbouncer]";
        }
        if (driver == DriverName.TOKIO_POSTGRES && name.startsWith("ssl")) {
            return "give the TLS connector the files in code";
        }
        return "leave it out" + near(name);
    }

    private static String near(String name) {
        return Keyword.named(name).isPresent() || name.length() > 40
                ? ""
                : Suggestion.phrase(
                        name, Keyword.all().stream().map(Keyword::name).toList());
    }

    private void value(String name, String value) {
        if (name.equals("target_session_attrs")) {
            boolean old = List.of("any", "read-write").contains(value);
            if (driver == DriverName.TOKIO_POSTGRES && !old && !value.equals("read-only")) {
                findings.add(Finding.broken(
                        "tokio-postgres knows target_session_attrs any, read-write and read-only only",
                        "say read-write"));
            } else if (driver == DriverName.LIBPQ && !old) {
                findings.add(Finding.note("libpq 13 knows target_session_attrs any and read-write only"));
            } else if (driver == DriverName.PGX && value.equals("prefer-standby")) {
                findings.add(Finding.warning(
                        "with sslmode prefer, pgx reaches a lone primary in the clear: the second round has no TLS",
                        "say sslmode=verify-full"));
            }
        }
        boolean required = name.equals("channel_binding") && value.equals("require");
        if (required && new DriverRules(driver).bindsChannels()) {
            findings.add(Finding.note("channel_binding=require fails behind PgBouncer and Pgpool, which cannot do it"));
        }
        if (name.equals("options") && !value.isEmpty()) {
            findings.add(Finding.note("PgBouncer refuses options unless ignore_startup_parameters names it"));
        }
    }

    private void hosts() {
        boolean several = said.hosts().size() > 1;
        if (several && driver == DriverName.NODE_POSTGRES) {
            findings.add(Finding.broken("node-postgres takes several hosts for an invalid URL", "name one host"));
        }
        boolean ports = said.get("port").filter(port -> port.indexOf(',') >= 0).isPresent();
        if (several && ports && said.form() == Said.Form.URI && driver == DriverName.LIB_PQ) {
            findings.add(Finding.broken(
                    "lib/pq cannot read a URI with a port behind each of several hosts", "write them as ?port=1,2"));
        }
    }

    private void variables() {
        if (driver == DriverName.LIB_PQ) {
            Effective.REFUSED_BY_LIB_PQ.stream()
                    .filter(place.environment()::containsKey)
                    .forEach(name -> findings.add(
                            Finding.broken("lib/pq refuses to work while " + name + " is set", "unset " + name)));
        }
        for (String name : List.of("host", "user", "dbname", "password", "sslmode", "sslrootcert")) {
            Keyword keyword = Keyword.named(name).orElseThrow();
            boolean set =
                    !place.environment().getOrDefault(keyword.environment(), "").isEmpty();
            if (set && !Effective.reads(driver, keyword)) {
                findings.add(Finding.note(keyword.environment() + " is set and means nothing to " + driver.word()));
            }
        }
    }
}
