package dev.postern.control.store;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.HostPort;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestPostgres;
import dev.postern.testing.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A store in a database of its own on the shared PostgreSQL 18. */
public final class TestStore implements AutoCloseable {
    private final TestPostgres server;
    private final String database;
    private Store store;

    private TestStore(TestPostgres server, String database) {
        this.server = server;
        this.database = database;
        this.store = Store.open(settings());
    }

    public static TestStore create() {
        TestPostgres server = TestServers.shared(PgVersion.V18);
        try {
            return new TestStore(server, server.createDatabase());
        } catch (SQLException failure) {
            throw new AssertionError("no database for the test", failure);
        }
    }

    public Store store() {
        return store;
    }

    public StoreSettings settings() {
        return settings(server, database);
    }

    /** As after a restart of the process. */
    public void reopen() {
        store.close();
        store = Store.open(settings());
    }

    public void execute(String sql) {
        try {
            server.execute(database, sql);
        } catch (SQLException failure) {
            throw new AssertionError(sql, failure);
        }
    }

    public long count(String sql) {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failure) {
            throw new AssertionError(sql, failure);
        }
    }

    @Override
    public void close() {
        store.close();
    }

    static StoreSettings settings(TestPostgres server, String database) {
        return new StoreSettings(
                new HostPort(server.host(), server.port()),
                database,
                server.superuser(),
                Secret.ofText(server.password()),
                4,
                Duration.ofSeconds(5));
    }
}
