package dev.postern.provision.apply;

import dev.postern.postgres.sqlstate.SqlState;
import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.connect.SqlProblems;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** An advisory lock, held by a session of its own in the administrator's database: one apply at a time. */
public final class ServerLock implements AutoCloseable {
    /** "postern" in ASCII. */
    private static final long KEY = 0x706f737465726eL;

    private final Connection connection;

    private ServerLock(Connection connection) {
        this.connection = connection;
    }

    /** Waits for its turn. */
    static ServerLock take(DatabaseConnector admin, String database, Duration turn) {
        Connection connection;
        try {
            connection = admin.connect(database);
        } catch (SQLException failure) {
            throw SqlProblems.noConnection("database " + database, failure);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = 0");
            // there is none before 14
            statement.execute("SELECT set_config(name, '0', false) FROM pg_catalog.pg_settings"
                    + " WHERE name = 'idle_session_timeout'");
            statement.execute("SET lock_timeout = " + turn.toMillis());
            statement.execute("SELECT pg_catalog.pg_advisory_lock(" + KEY + ")");
            return new ServerLock(connection);
        } catch (SQLException failure) {
            ServerLock abandoned = new ServerLock(connection);
            abandoned.close();
            throw refused(database, turn, failure);
        }
    }

    /** Fails if the lock is gone because its session is. */
    public void check() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        } catch (SQLException failure) {
            throw new ProvisionException(
                    ProvisionCode.SERVER_AWAY,
                    "the session that keeps others from applying is lost: " + SqlProblems.sentence(failure),
                    "plan again: what was done is kept",
                    failure);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException _) {
            // the server releases the lock with the session in any case
            return;
        }
    }

    private static ProvisionException refused(String database, Duration turn, SQLException failure) {
        if (SqlProblems.sqlstate(failure).equals(SqlState.LOCK_NOT_AVAILABLE)) {
            return new ProvisionException(
                    ProvisionCode.APPLY_IN_PROGRESS,
                    "somebody else has been applying to this server for more than " + turn.toSeconds() + " s",
                    "wait until they are done, then plan again",
                    failure);
        }
        return SqlProblems.noConnection("database " + database, failure);
    }
}
