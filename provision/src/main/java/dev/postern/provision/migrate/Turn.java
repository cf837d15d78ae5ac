package dev.postern.provision.migrate;

import dev.postern.postgres.sqlstate.SqlState;
import dev.postern.provision.connect.Connections;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.PinnedSession;
import dev.postern.provision.connect.SqlProblems;
import dev.postern.provision.connect.Timeouts;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The right to migrate a database: an advisory lock of a session in it, so that of all runners on all machines one has it,
 * and that it is free as soon as this one is gone. Also looks at what the migration made, from the same session.
 */
public final class Turn implements AutoCloseable {
    /** "migrate" in ASCII. */
    private static final long KEY = 0x6d696772617465L;

    private static final String HOLDER = """
            SELECT 'server process ' || a.pid || coalesce(' (' || nullif(a.application_name, '') || ')', '')
                   || coalesce(', as ' || a.usename, '') || coalesce(' from ' || pg_catalog.host(a.client_addr), '')
                   || coalesce(', since ' || pg_catalog.date_trunc('second', a.backend_start)::text, '')
              FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
             WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
               AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
               AND ((l.classid::bigint << 32) | l.objid::bigint) = ?""";

    private final Login login;
    private final Connection connection;

    private Turn(Login login, Connection connection) {
        this.login = login;
        this.connection = connection;
    }

    /**
     * Waits for it.
     *
     * @param login as the migrator
     * @param turn the longest to wait
     * @param told at once, when it has to wait: for whom
     * @throws ProvisionException with code {@code APPLY_IN_PROGRESS} and who holds it
     */
    public static Turn take(Login login, Duration turn, Consumer<String> told) {
        Connection connection;
        try {
            connection = Connections.open(patient(login, turn));
        } catch (SQLException failure) {
            throw SqlProblems.noConnection(login.server() + ", database " + login.database(), failure);
        }
        Turn mine = new Turn(login, connection);
        try {
            PinnedSession.pin(connection, Duration.ZERO, turn);
            // the session idles while the command runs; there is no such setting before 14
            mine.run("SELECT set_config(name, '0', false) FROM pg_catalog.pg_settings"
                    + " WHERE name = 'idle_session_timeout'");
            if (!mine.free()) {
                told.accept("another migration of " + login.database() + " runs" + mine.holder());
                mine.run("RESET ROLE");
                mine.run("SELECT pg_catalog.pg_advisory_lock(" + KEY + ")");
            }
            return mine;
        } catch (SQLException failure) {
            ProvisionException refused = mine.refused(turn, failure);
            mine.close();
            throw refused;
        }
    }

    // the server answers when the other migration is over, or says that the wait was too long
    private static Login patient(Login login, Duration turn) {
        Timeouts usual = login.timeouts();
        Duration answer =
                usual.answer().isZero() ? Duration.ZERO : usual.answer().plus(turn);
        return login.withTimeouts(new Timeouts(usual.connect(), answer));
    }

    /**
     * Fails when the session is gone, and the right with it.
     *
     * @param patience how long the server may take to answer
     */
    public void check(Duration patience) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(patience.toMillis()));
        run("SELECT 1");
    }

    /** As whom and where. */
    public Login login() {
        return login;
    }

    /** Everything that users have made in this database, with its owner. */
    public Inventory inventory() throws SQLException {
        return Inventory.read(connection);
    }

    /** As whom the migrator makes objects: itself, or the role that it has been told to act as. */
    public String actsAs() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_user::text")) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException _) {
            // the server gives it to the next one with the end of the session in any case
            return;
        }
    }

    /** Takes it if nobody has it. */
    private boolean free() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_try_advisory_lock(" + KEY + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private ProvisionException refused(Duration turn, SQLException failure) {
        if (SqlProblems.sqlstate(failure).equals(SqlState.LOCK_NOT_AVAILABLE)) {
            return new ProvisionException(
                    ProvisionCode.APPLY_IN_PROGRESS,
                    "another migration of " + login.database() + " has been running for more than " + turn.toSeconds()
                            + " s" + holder(),
                    "wait until it is done, or end that session",
                    failure);
        }
        return SqlProblems.noConnection(login.server() + ", database " + login.database(), failure);
    }

    private String holder() {
        try (PreparedStatement statement = connection.prepareStatement(HOLDER)) {
            // only as ourselves do we see what other sessions of ours do
            run("SET ROLE NONE");
            statement.setLong(1, KEY);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? ": " + row.getString(1) : "";
            }
        } catch (SQLException _) {
            return "";
        }
    }
}
