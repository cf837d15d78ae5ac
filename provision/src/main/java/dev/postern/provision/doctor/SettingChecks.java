package dev.postern.provision.doctor;

import dev.postern.postgres.quote.Quote;
import dev.postern.provision.connect.SqlProblems;
import dev.postern.provision.doctor.message.Step;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The server's settings: what is unsafe in itself, and what a program needs. Every problem at once. */
final class SettingChecks {
    private static final String VALUES = """
            SELECT s.name, s.setting, s.context, coalesce(s.unit, '') AS unit
              FROM pg_catalog.pg_settings s
             WHERE s.name = ANY (?)
            """;
    private static final String EXTENSION = """
            SELECT (SELECT e.extversion FROM pg_catalog.pg_extension e WHERE e.extname = ?) AS installed,
                   (SELECT a.default_version FROM pg_catalog.pg_available_extensions a WHERE a.name = ?) AS available,
                   pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') AS creates
            """;
    private static final List<String> LOOKED_AT = List.of(
            "password_encryption",
            "ssl",
            "ssl_min_protocol_version",
            "fsync",
            "full_page_writes",
            "max_connections",
            "superuser_reserved_connections",
            "reserved_connections",
            "server_version");

    /** Each has what those before it have. */
    private static final List<String> WAL = List.of("minimal", "replica", "logical");

    private final Connection connection;
    private final Needs needs;
    private final boolean direct;
    private final List<Check> checks = new ArrayList<>();
    private final Map<String, Value> values = new HashMap<>();

    private record Value(String setting, String context, String unit) {}

    /** @param direct whether no pooler is in between, which may have other limits */
    SettingChecks(Connection connection, Needs needs, boolean direct) {
        this.connection = connection;
        this.needs = needs;
        this.direct = direct;
    }

    List<Check> checks(int major) {
        try {
            read();
            unsafe();
            version(major);
            connections();
            for (String name : needs.extensions()) {
                extension(name);
            }
            needs.settings().forEach(this::setting);
        } catch (SQLException failure) {
            checks.add(Check.warning(
                    Step.SESSION,
                    "the settings cannot be read: " + SqlProblems.sentence(failure),
                    "another product with PostgreSQL's protocol, or rights that PUBLIC usually has were taken",
                    "ask as another role"));
        }
        return checks;
    }

    private void read() throws SQLException {
        List<String> names = new ArrayList<>(LOOKED_AT);
        names.addAll(needs.settings().keySet());
        try (PreparedStatement statement = connection.prepareStatement(VALUES)) {
            statement.setArray(1, connection.createArrayOf("text", names.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.put(
                            rows.getString("name"),
                            new Value(rows.getString("setting"), rows.getString("context"), rows.getString("unit")));
                }
            }
        }
    }

    private String value(String name) {
        return Optional.ofNullable(values.get(name)).map(Value::setting).orElse("");
    }

    private int number(String name) {
        String value = value(name);
        return value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : 0;
    }

    private void unsafe() {
        String encryption = value("password_encryption");
        if (!encryption.isEmpty() && !encryption.equals("scram-sha-256")) {
            warn(
                    "password_encryption is " + encryption,
                    "passwords that are set from now on are kept as md5, which PostgreSQL gives up",
                    "ALTER SYSTEM SET password_encryption = 'scram-sha-256'; SELECT pg_reload_conf(); then set passwords"
                            + " anew");
        }
        String oldest = value("ssl_min_protocol_version");
        if (oldest.equals("TLSv1") || oldest.equals("TLSv1.1")) {
            warn(
                    "ssl_min_protocol_version is " + oldest,
                    "TLS below 1.2 is broken",
                    "ALTER SYSTEM SET ssl_min_protocol_version = 'TLSv1.2'; SELECT pg_reload_conf()");
        }
        for (String name : List.of("fsync", "full_page_writes")) {
            if (value(name).equals("off")) {
                warn(
                        name + " is off",
                        "a crash of the machine may leave data that cannot be read",
                        "ALTER SYSTEM RESET " + name + "; SELECT pg_reload_conf()");
            }
        }
        if (value("ssl").equals("off")) {
            warn(
                    "ssl is off at the server",
                    "nobody can connect with TLS, whatever the clients say",
                    "ALTER SYSTEM SET ssl = on with ssl_cert_file and ssl_key_file; SELECT pg_reload_conf()");
        }
    }

    private void version(int major) {
        needs.versions()
                .ifPresent(range -> add(
                        range.contains(major),
                        "PostgreSQL " + range + " is needed, this is " + major,
                        "the program uses what older servers do not have",
                        "upgrade the server, or name another one"));
    }

    private void connections() {
        if (needs.connections().isEmpty()) {
            return;
        }
        int reserved = number("superuser_reserved_connections") + number("reserved_connections");
        int room = number("max_connections") - reserved;
        int wanted = needs.connections().get();
        String saw = "up to " + wanted + " connections may be opened, the server has " + room + " (max_connections "
                + number("max_connections") + " less " + reserved + " reserved)";
        if (wanted <= room || (direct && needs.firm())) {
            add(
                    wanted <= room,
                    saw,
                    "under load logins fail with 53300: too many clients already",
                    "lower the program's pool, or ALTER SYSTEM SET max_connections = " + (wanted + reserved)
                            + " and restart the server");
        } else {
            warn(
                    saw,
                    direct
                            ? "a full pool is refused with 53300, and other programs then too"
                            : "the pooler in between may share them",
                    direct ? "lower the program's pool, or raise max_connections" : "compare the pooler's own limits");
        }
    }

    private void extension(String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EXTENSION)) {
            statement.setString(1, name);
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                Optional<String> installed = Optional.ofNullable(row.getString("installed"));
                Optional<String> available = Optional.ofNullable(row.getString("available"));
                String create = "CREATE EXTENSION IF NOT EXISTS " + Quote.identifier(name);
                if (installed.isPresent()) {
                    add(true, "extension " + name + " " + installed.get(), "", "");
                } else if (available.isPresent()) {
                    warn(
                            "extension " + name + " is to be had and not in this database",
                            row.getBoolean("creates")
                                    ? "whoever migrates has to create it, and may if it is a trusted one"
                                    : "this role may not create it here",
                            create + " in this database, as its owner or a superuser");
                } else {
                    add(
                            false,
                            "extension " + name + " is needed, and the server does not have its files",
                            "the server's contrib package is not installed, or the provider does not offer it",
                            "install postgresql-contrib at the server, then " + create);
                }
            }
        }
    }

    private void setting(String name, String wanted) {
        Optional<Value> value = Optional.ofNullable(values.get(name));
        if (value.isEmpty()) {
            add(
                    false,
                    "the server has no setting " + name + ", or this role may not see it",
                    "it is of another version, or of an extension that is not loaded",
                    "check its name; shared_preload_libraries");
            return;
        }
        String context = value.get().context();
        add(
                enough(value.get().setting(), wanted),
                name + " is " + value.get().setting() + value.get().unit() + ", needed is " + wanted,
                "the program counts on it",
                "ALTER SYSTEM SET " + name + " = " + Quote.literal(wanted)
                        + (context.equals("postmaster") ? " and restart the server" : "; SELECT pg_reload_conf()")
                        + "; managed services have it in their parameter group");
    }

    private static boolean enough(String is, String wanted) {
        if (WAL.contains(is) && WAL.contains(wanted)) {
            return WAL.indexOf(is) >= WAL.indexOf(wanted);
        }
        String number = "-?[0-9]{1,15}([.][0-9]{1,6})?";
        boolean numbers = is.matches(number) && wanted.matches(number);
        return numbers ? new BigDecimal(is).compareTo(new BigDecimal(wanted)) >= 0 : is.equalsIgnoreCase(wanted);
    }

    private void add(boolean well, String saw, String cause, String fix) {
        checks.add(well ? Check.ok(Step.SESSION, saw) : Check.failed(Step.SESSION, saw, cause, fix));
    }

    private void warn(String saw, String cause, String fix) {
        checks.add(Check.warning(Step.SESSION, saw, cause, fix));
    }
}
