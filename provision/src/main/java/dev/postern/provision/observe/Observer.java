package dev.postern.provision.observe;

import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.connect.PinnedSession;
import dev.postern.provision.connect.SqlProblems;
import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at a server. Changes nothing. */
public final class Observer {
    private static final Duration STATEMENT = Duration.ofSeconds(60);
    private static final Duration LOCK = Duration.ofSeconds(5);

    private Observer() {}

    /**
     * @param adminDatabase the database to see roles and databases from, for example {@code postgres}
     * @throws ProvisionException when the server is away or refuses
     */
    public static Actual observe(DatabaseConnector admin, String adminDatabase, DesiredServer desired) {
        Actual server = within(admin, adminDatabase, desired, connection -> ServerCatalogue.read(connection, desired));
        Map<String, ActualDatabase> databases = new HashMap<>(server.databases());
        for (DesiredDatabase database : desired.databases()) {
            databases.computeIfPresent(
                    database.name(),
                    (name, seen) -> seen.contents().isEmpty()
                            ? seen
                            : seen.with(contents(
                                    admin, desired, database, server.absent().leaving())));
        }
        return server.with(databases).with(inside(admin, server.absent()));
    }

    private static ActualAbsent inside(DatabaseConnector admin, ActualAbsent absent) {
        return absent.with(absent.databases().stream()
                .map(database -> database.with(GoingCatalogue.inside(admin, database.name(), database.going())))
                .toList());
    }

    private static ActualContents contents(
            DatabaseConnector admin, DesiredServer desired, DesiredDatabase database, List<String> leaving) {
        return within(
                admin,
                database.name(),
                desired,
                connection -> DatabaseCatalogue.read(connection, desired, database, leaving));
    }

    private static <T> T within(
            DatabaseConnector admin, String database, DesiredServer desired, Catalogue.Reading<T> reading) {
        String where = "the cluster " + desired.cluster() + ", database " + database;
        try (Connection connection = open(admin, database, where)) {
            PinnedSession.pin(connection, STATEMENT, LOCK);
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            T seen = reading.read(new Catalogue(connection));
            connection.rollback();
            return seen;
        } catch (SQLException failure) {
            throw new ProvisionException(
                    ProvisionCode.OBSERVE_FAILED,
                    where + " cannot be looked at: " + SqlProblems.sentence(failure) + " ("
                            + SqlProblems.sqlstate(failure) + ")",
                    "look into the server's log, then try again",
                    failure);
        }
    }

    private static Connection open(DatabaseConnector admin, String database, String where) {
        try {
            return admin.connect(database);
        } catch (SQLException failure) {
            throw SqlProblems.noConnection(where, failure);
        }
    }
}
