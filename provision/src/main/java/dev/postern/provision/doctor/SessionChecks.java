package dev.postern.provision.doctor;

import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.SqlProblems;
import dev.postern.provision.doctor.message.Step;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;

/** What a session that stands says about itself. Understands servers from 10. */
final class SessionChecks {
    private static final int OLDEST_MAINTAINED = 14;
    private static final int FULL_PERCENT = 80;
    private static final Duration SOON = Duration.ofDays(7);

    private static final String QUERY = """
            SELECT pg_catalog.current_setting('server_version') AS version,
                   pg_catalog.current_setting('server_version_num')::int / 10000 AS major,
                   pg_catalog.pg_is_in_recovery() AS standby,
                   pg_catalog.pg_backend_pid() AS pid,
                   pg_catalog.current_setting('default_transaction_read_only')::bool AS read_only,
                   pg_catalog.current_setting('max_connections')::int AS room,
                   (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity WHERE backend_type = 'client backend') AS used,
                   r.rolsuper AS super, r.rolconnlimit AS most,
                   (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity a WHERE a.usesysid = r.oid) AS mine,
                   r.rolvaliduntil AS until, pg_catalog.now() AS now,
                   pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') AS creates,
                   pg_catalog.current_setting('search_path') AS path,
                   pg_catalog.array_to_string(pg_catalog.current_schemas(false), ', ') AS schemas,
                   (SELECT s.ssl FROM pg_catalog.pg_stat_ssl s WHERE s.pid = pg_catalog.pg_backend_pid()) AS tls,
                   CURRENT_USER AS now_user
              FROM pg_catalog.pg_roles r WHERE r.rolname = SESSION_USER
            """;

    private final Login login;
    private final Client client;
    private final List<Check> checks = new ArrayList<>();
    private Optional<Diagnosis.State> state = Optional.empty();

    private SessionChecks(Login login, Client client) {
        this.login = login;
        this.client = client;
    }

    static SessionChecks of(Login login, Client client, Connection connection) {
        SessionChecks session = new SessionChecks(login, client);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            if (row.next()) {
                session.judge(row, connection);
            }
        } catch (SQLException failure) {
            session.checks.add(Check.warning(
                    Step.SESSION,
                    "the session does not answer as PostgreSQL does: " + SqlProblems.sentence(failure),
                    "a pooler's console, or another product with PostgreSQL's protocol",
                    "name a database of the server"));
        }
        return session;
    }

    List<Check> checks() {
        return List.copyOf(checks);
    }

    Optional<Diagnosis.State> state() {
        return state;
    }

    private void judge(ResultSet row, Connection connection) throws SQLException {
        server(row);
        between(row, connection);
        room(row);
        role(row);
        privileges(row);
        boolean direct = connection.unwrap(PGConnection.class).getBackendPID() == row.getInt("pid");
        checks.addAll(new SettingChecks(connection, client.needs(), direct).checks(row.getInt("major")));
    }

    private void server(ResultSet row) throws SQLException {
        boolean standby = row.getBoolean("standby");
        state = Optional.of(new Diagnosis.State(standby, row.getBoolean("read_only")));
        String what = "PostgreSQL " + row.getString("version").replaceAll(" .*", "") + ", "
                + (standby ? "a standby" : "a primary");
        checks.add(Check.ok(Step.SESSION, what));
        if (row.getInt("major") < OLDEST_MAINTAINED) {
            checks.add(Check.warning(
                    Step.SESSION,
                    "PostgreSQL " + row.getInt("major") + " is no longer maintained",
                    "errors and holes that are found now are not mended",
                    "plan an upgrade: pg_upgrade or logical replication"));
        }
        if (standby || row.getBoolean("read_only")) {
            checks.add(Check.warning(
                    Step.SESSION,
                    standby ? "this host is a standby" : "default_transaction_read_only is on",
                    "writes fail here",
                    standby
                            ? "name the primary too, with target_session_attrs=read-write"
                            : "ALTER ROLE … or DATABASE … RESET default_transaction_read_only, if writing is meant"));
        }
    }

    /** A server's own key names its own process; a pooler makes keys up. */
    private void between(ResultSet row, Connection connection) throws SQLException {
        boolean direct = connection.unwrap(PGConnection.class).getBackendPID() == row.getInt("pid");
        if (!direct) {
            Optional<String> who = Between.who(login, connection);
            checks.add(Check.ok(
                    Step.SESSION,
                    who.orElse("a pooler or proxy") + " is in between: the server sees its connection, not this one"));
            client.pooling()
                    .ifPresent(
                            how -> checks.add(
                                    Check.warning(
                                            Step.SESSION,
                                            "prepared statements behind a pooler: " + how,
                                            "where it pools by transactions, each may reach another connection of the server",
                                            "pool by sessions, or a pooler that knows prepared statements (PgBouncer 1.21 and later)")));
        }
        boolean tls = row.getBoolean("tls");
        if (direct && !tls) {
            checks.add(Check.warning(
                    Step.SESSION,
                    "the server says that this session has no TLS",
                    "what is sent can be read on the way",
                    "sslmode=verify-full in the connection itself: psql --set=sslmode=… sets a variable of psql's and"
                            + " proves nothing"));
        }
        if (!direct && !tls) {
            checks.add(Check.warning(
                    Step.SESSION,
                    "between the pooler and the server there is no TLS",
                    "the client's sslmode says nothing about that leg",
                    "server_tls_sslmode = verify-full at the pooler, or keep both on one machine"));
        }
    }

    private void room(ResultSet row) throws SQLException {
        long used = row.getLong("used");
        int room = row.getInt("room");
        String saw = used + " of " + room + " connections are in use";
        checks.add(
                used * 100 >= (long) room * FULL_PERCENT
                        ? Check.warning(
                                Step.DATABASE,
                                saw,
                                "soon nobody new gets in",
                                "make pools smaller, put a pooler in between, or raise max_connections")
                        : Check.ok(Step.DATABASE, saw));
        int most = row.getInt("most");
        if (most >= 0 && row.getLong("mine") * 100 >= (long) most * FULL_PERCENT) {
            checks.add(Check.warning(
                    Step.DATABASE,
                    login.user() + " uses " + row.getLong("mine") + " of its " + most + " connections",
                    "its CONNECTION LIMIT is nearly reached",
                    "make its pool smaller, or raise the limit"));
        }
    }

    private void role(ResultSet row) throws SQLException {
        if (row.getBoolean("super")) {
            checks.add(Check.warning(
                    Step.PRIVILEGES,
                    login.user() + " is a superuser",
                    "whoever has its credential has the server, and its machine",
                    "let applications log in as a role of their own"));
        }
        Optional<Instant> until = Optional.ofNullable(row.getObject("until", OffsetDateTime.class))
                .filter(end -> !end.equals(OffsetDateTime.MAX))
                .map(OffsetDateTime::toInstant);
        Instant now = row.getObject("now", OffsetDateTime.class).toInstant();
        if (until.isPresent() && until.get().isBefore(now.plus(SOON))) {
            checks.add(Check.warning(
                    Step.PRIVILEGES,
                    "the password of " + login.user() + " is valid until " + until.get(),
                    "after that it is refused, as if it were wrong",
                    "rotate it and set VALID UNTIL anew"));
        }
    }

    private void privileges(ResultSet row) throws SQLException {
        String schemas = Optional.ofNullable(row.getString("schemas")).orElse("");
        if (schemas.isEmpty()) {
            checks.add(Check.warning(
                    Step.PRIVILEGES,
                    "no schema of search_path (" + row.getString("path") + ") can be used",
                    "the schemas do not exist, or the role lacks USAGE on them: relation … does not exist comes next",
                    "GRANT USAGE ON SCHEMA …, or ALTER ROLE … SET search_path"));
        } else {
            checks.add(Check.ok(
                    Step.PRIVILEGES,
                    "finds tables in " + schemas + (row.getBoolean("creates") ? "; may create schemas" : "")));
        }
        if (!row.getString("now_user").equals(login.user())) {
            checks.add(Check.ok(Step.PRIVILEGES, "acts as " + row.getString("now_user")));
        }
    }
}
