package dev.postern.datastore.store;

import dev.postern.datastore.problem.DatastoreCode;
import dev.postern.datastore.problem.DatastoreException;
import dev.postern.provision.connect.Connections;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.PinnedSession;
import dev.postern.provision.connect.SqlProblems;
import dev.postern.provision.problem.ProvisionException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** SPIRE's tables in PostgreSQL, in a transaction that reads only and sees one moment. */
public final class PostgresStore {
    private static final Duration LOCK = Duration.ofSeconds(5);

    private PostgresStore() {}

    /**
     * @param logins of one connection string, tried in this order
     * @param schema where SPIRE's tables are; empty to find it
     * @throws dev.postern.kernel.problem.ProblemException when nobody lets us in, or there is nothing to read
     */
    public static Snapshot open(List<Login> logins, Optional<String> schema, Limits limits) {
        Optional<ProvisionException> last = Optional.empty();
        for (Login login : logins) {
            try {
                return open(Connections.open(login), login, schema, limits);
            } catch (SQLException failure) {
                last = Optional.of(SqlProblems.noConnection(
                        login.server() + ", database " + login.database() + ", as " + login.user(), failure));
            }
        }
        throw last.orElseThrow(() -> new IllegalArgumentException("a connection string has at least one login"));
    }

    private static Snapshot open(Connection connection, Login login, Optional<String> schema, Limits limits) {
        boolean kept = false;
        try {
            String path = begin(connection, limits);
            PostgresCatalogue catalogue = new PostgresCatalogue(connection, login, path);
            List<SchemaFacts> schemas = catalogue.schemas();
            SchemaFacts chosen = catalogue.choose(schemas, schema);
            Snapshot snapshot = new Snapshot(
                    connection,
                    Dialect.POSTGRESQL,
                    catalogue.facts(chosen, schemas),
                    catalogue.tables(chosen),
                    limits,
                    () -> {});
            kept = true;
            return snapshot;
        } catch (SQLException failure) {
            throw new DatastoreException(
                    DatastoreCode.READ_FAILED,
                    login.server() + ", database " + login.database() + ": " + SqlProblems.sentence(failure) + " ("
                            + SqlProblems.sqlstate(failure) + ")",
                    "check that this is PostgreSQL 10 or later and that nothing in between rewrites queries",
                    failure);
        } finally {
            if (!kept) {
                close(connection);
            }
        }
    }

    /** Everything after this is one transaction, also behind a pooler. Returns the search path that the role has. */
    private static String begin(Connection connection, Limits limits) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            statement.execute("SET default_transaction_read_only = on");
            String path = one(statement, "SELECT pg_catalog.current_setting('search_path')");
            PinnedSession.pin(connection, limits.statement(), LOCK);
            String readOnly = one(
                    statement,
                    "SELECT current_setting('transaction_read_only') || ', ' || current_setting('transaction_isolation')");
            if (!readOnly.equals("on, repeatable read")) {
                throw new DatastoreException(
                        DatastoreCode.NOT_READ_ONLY,
                        "the server was asked for a read-only snapshot and gave (" + readOnly + ")",
                        "connect to PostgreSQL directly, not through what changes statements");
            }
            return path;
        }
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet answer = statement.executeQuery(sql)) {
            return answer.next() ? Optional.ofNullable(answer.getString(1)).orElse("") : "";
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException _) {
            // it was not used for anything
            return;
        }
    }
}
