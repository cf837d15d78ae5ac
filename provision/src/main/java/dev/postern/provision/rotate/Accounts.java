package dev.postern.provision.rotate;

import static dev.postern.postgres.quote.Quote.identifier;
import static dev.postern.postgres.quote.Quote.literal;

import dev.postern.postgres.sqlstate.SqlState;
import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.connect.PinnedSession;
import dev.postern.provision.connect.SqlProblems;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The logins on the server, with their marks. What changes together is one transaction. */
record Accounts(DatabaseConnector admin, String adminDatabase) {
    private static final Duration STATEMENT = Duration.ofMinutes(1);
    private static final Duration LOCK = Duration.ofSeconds(5);

    Map<String, Mark> marks(List<String> logins) {
        String sql = "SELECT rolname, pg_catalog.shobj_description(oid, 'pg_authid') FROM pg_catalog.pg_roles"
                + " WHERE rolname = ANY (?::pg_catalog.name[])";
        try (Connection connection = connect();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setArray(1, connection.createArrayOf("name", logins.toArray()));
            Map<String, Mark> marks = new HashMap<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    marks.put(
                            row.getString(1),
                            Mark.of(Optional.ofNullable(row.getString(2)).orElse("")));
                }
            }
            return marks;
        } catch (SQLException failure) {
            throw failed("the logins cannot be read", failure);
        }
    }

    /**
     * Does it and takes it back, so that what cannot be done is known before anybody depends on it.
     *
     * @param what for the sentence, if it fails
     */
    void rehearse(String what, List<String> statements) {
        carryOut(what, statements, Connection::rollback);
    }

    /** @param what for the sentence, if it fails */
    void change(String what, List<String> statements) {
        carryOut(what, statements, Connection::commit);
    }

    @FunctionalInterface
    private interface Ending {
        void of(Connection connection) throws SQLException;
    }

    private void carryOut(String what, List<String> statements, Ending ending) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            connection.setAutoCommit(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
            ending.of(connection);
        } catch (SQLException failure) {
            throw failed(what, failure);
        }
    }

    static String marked(String login, Mark mark) {
        return "COMMENT ON ROLE " + identifier(login) + " IS " + literal(mark.comment());
    }

    static String withoutPassword(String login) {
        return "ALTER ROLE " + identifier(login) + " PASSWORD NULL";
    }

    private Connection connect() throws SQLException {
        Connection connection;
        try {
            connection = admin.connect(adminDatabase);
        } catch (SQLException failure) {
            throw SqlProblems.noConnection("database " + adminDatabase, failure);
        }
        try {
            PinnedSession.pin(connection, STATEMENT, LOCK);
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    private static ProvisionException failed(String what, SQLException failure) {
        String state = SqlProblems.sqlstate(failure);
        boolean rights = state.equals(SqlState.INSUFFICIENT_PRIVILEGE);
        return new ProvisionException(
                rights
                        ? ProvisionCode.ADMIN_RIGHTS_MISSING
                        : SqlProblems.connectionLost(failure) ? ProvisionCode.SERVER_AWAY : ProvisionCode.STEP_FAILED,
                what + ": " + SqlProblems.sentence(failure) + " (" + state + ")",
                fix(state),
                failure);
    }

    private static String fix(String state) {
        return switch (state) {
            case SqlState.INSUFFICIENT_PRIVILEGE ->
                "give the administrator CREATEROLE and, from PostgreSQL 16 on, the role WITH ADMIN OPTION";
            case SqlState.READ_ONLY_SQL_TRANSACTION -> "name the primary as the Cluster's endpoint, then rotate again";
            default -> "rotate again: it goes on where it stopped";
        };
    }
}
