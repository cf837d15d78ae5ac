package dev.postern.provision.driver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One string, one driver, one place. */
final class Explainer {
    private final Said said;
    private final DriverRules rules;
    private final DriverName driver;
    private final Place place;

    Explainer(Said said, DriverRules rules, Place place) {
        this.said = said;
        this.rules = rules;
        this.driver = rules.driver();
        this.place = place;
    }

    Explanation explain() {
        if (!said.broken().isEmpty()) {
            return unreadable(Finding.broken(
                    said.broken(),
                    "quote values that have blanks with ', and write \\' and \\\\ for ' and \\ in them"));
        }
        if (!reads()) {
            return unreadable(Finding.broken(
                    driver == DriverName.PGPOOL
                            ? "Pgpool-II reads no connection string"
                            : driver.word() + " does not read " + said.form().word(),
                    form()));
        }
        Effective settings = new Effective(said, driver, place);
        List<Finding> findings = new ArrayList<>(new TlsFindings(driver, settings).all());
        findings.addAll(PasswordFindings.of(driver, said));
        findings.addAll(new KeywordFindings(driver, said, place).all());
        keys(settings, findings);
        return new Explanation(
                driver,
                true,
                mode(settings),
                settings.tls(),
                settings.root(),
                settings.rootFile(),
                files(settings),
                findings);
    }

    private Explanation unreadable(Finding why) {
        return new Explanation(
                driver, false, "", Assurance.REFUSED, RootFile.NONE, Optional.empty(), List.of(), List.of(why));
    }

    private boolean reads() {
        boolean empty = said.settings().isEmpty() && said.password().isEmpty();
        return switch (driver) {
            case LIBPQ, PSYCOPG, PGX, LIB_PQ, TOKIO_POSTGRES -> said.form() != Said.Form.JDBC;
            case PGJDBC -> said.form() == Said.Form.JDBC;
            case NODE_POSTGRES -> said.form() == Said.Form.URI || empty;
            case PGBOUNCER -> said.form() == Said.Form.KEY_VALUE;
            case PGPOOL -> false;
        };
    }

    /** The same in a form that it reads, as far as that can be said without secrets. */
    private String form() {
        String where = shown("host", "HOST") + (said.get("port").isPresent() ? ":" + shown("port", "PORT") : "") + "/"
                + shown("dbname", "DATABASE");
        return switch (driver) {
            case PGJDBC -> "write jdbc:postgresql://" + where + "?user=" + shown("user", "USER") + tls();
            case NODE_POSTGRES, LIBPQ, PSYCOPG, PGX, LIB_PQ, TOKIO_POSTGRES ->
                "write postgresql://" + shown("user", "USER") + "@" + where + tls().replaceFirst("^&", "?");
            case PGBOUNCER -> "write NAME = host=HOST port=PORT dbname=DATABASE under [databases]";
            case PGPOOL -> "set backend_hostname0, backend_port0 and ssl in pgpool.conf";
        };
    }

    // an @ in a value is perhaps the rest of a password, and what looks like a host its beginning
    private String shown(String keyword, String placeholder) {
        boolean torn = said.settings().values().stream().anyMatch(value -> value.indexOf('@') >= 0);
        return said.get(keyword)
                .filter(value -> !torn && value.matches("[A-Za-z0-9_.,:-]+"))
                .orElse(placeholder);
    }

    private String tls() {
        return said.get("sslmode")
                        .map(mode -> "&sslmode=" + TlsFindings.shown(mode))
                        .orElse("")
                + said.get("sslrootcert").map(_ -> "&sslrootcert=FILE").orElse("");
    }

    private String mode(Effective settings) {
        if (driver == DriverName.PGBOUNCER) {
            return "";
        }
        String origin = settings.origin("sslmode");
        boolean said = settings.get("sslmode").isPresent();
        String from = said ? (origin.isEmpty() ? "said" : origin) : "not said";
        return TlsFindings.shown(settings.mode()) + " (" + from + ")";
    }

    private List<String> files(Effective settings) {
        List<String> files = new ArrayList<>();
        if (driver == DriverName.TOKIO_POSTGRES || driver == DriverName.PGBOUNCER) {
            return files;
        }
        boolean defaults = settings.hasDefaults();
        boolean verifies = driver != DriverName.PGJDBC || settings.mode().startsWith("verify");
        if (settings.root() == RootFile.SYSTEM) {
            files.add("root certificates: the system's store");
        } else if (verifies) {
            file("root certificate", settings, "sslrootcert", defaults ? "root.crt" : "", files);
        }
        file("client certificate", settings, "sslcert", defaults ? "postgresql.crt" : "", files);
        String key = driver == DriverName.PGJDBC ? "postgresql.pk8" : "postgresql.key";
        file("key", settings, "sslkey", defaults ? key : "", files);
        boolean password = said.password().isPresent() || place.environment().containsKey("PGPASSWORD");
        if (!password || driver == DriverName.PGJDBC) {
            Path passwords =
                    settings.get("passfile").map(Path::of).orElse(place.home().resolve(".pgpass"));
            files.add("passwords: " + passwords + state(settings, passwords));
        }
        settings.get("service").ifPresent(service -> {
            Path services = Optional.ofNullable(place.environment().get("PGSERVICEFILE"))
                    .map(Path::of)
                    .orElse(place.home().resolve(".pg_service.conf"));
            files.add("service " + TlsFindings.shown(service) + ": " + services + state(settings, services));
        });
        return files;
    }

    private static void file(String what, Effective settings, String keyword, String usual, List<String> files) {
        Optional<Path> path = settings.get(keyword)
                .map(Path::of)
                .or(() -> Optional.of(usual).filter(name -> !name.isEmpty()).map(settings::inHome));
        path.ifPresent(file -> files.add(what + ": " + file + state(settings, file)));
    }

    private static String state(Effective settings, Path file) {
        return settings.there(file) ? "" : " (not there)";
    }

    private void keys(Effective settings, List<Finding> findings) {
        Optional<String> key = settings.get("sslkey");
        if (key.isEmpty() || rules.fate("sslkey") != Fate.TAKEN) {
            return;
        }
        boolean pgjdbcReadsDer = driver == DriverName.PGJDBC && !key.get().matches(".*\\.(der|pk8|p12|pfx)");
        if (pgjdbcReadsDer) {
            findings.add(Finding.warning(
                    "pgjdbc wants the key as PKCS#8: "
                            + rules.answer(Question.KEY_FORMATS).answer(),
                    "openssl pkcs8 -topk8 -nocrypt -in KEY -outform DER -out KEY.pk8"));
        }
        findings.add(Finding.note(
                "the key's mode: " + rules.answer(Question.KEY_MODES).answer()));
        boolean half = settings.get("sslcert").isEmpty() && driver == DriverName.PGX;
        if (half) {
            findings.add(Finding.broken("pgx wants both sslcert and sslkey", "add sslcert="));
        }
    }
}
