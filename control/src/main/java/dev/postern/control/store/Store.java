package dev.postern.control.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.postern.pki.authority.AuthorityJournal;
import org.jdbi.v3.core.Jdbi;

/** The open store: a pool of connections with bounded waits, and one object for each aggregate. */
public final class Store implements AutoCloseable {
    private static final String TIMEOUTS = "-c statement_timeout=20s -c lock_timeout=10s"
            + " -c idle_in_transaction_session_timeout=30s -c synchronous_commit=on -c timezone=UTC -c search_path=public";
    private static final int WAIT_MILLIS = 5_000;

    private final HikariDataSource pool;
    private final Sql sql;

    private Store(HikariDataSource pool) {
        this.pool = pool;
        this.sql = new Sql(Jdbi.create(pool));
    }

    /** Makes the database when it is missing, connects, brings the schema up to date. */
    public static Store open(StoreSettings settings) {
        StoreDatabase.require(settings);
        HikariDataSource pool = pool(settings);
        try {
            Schema.migrate(pool);
            return new Store(pool);
        } catch (RuntimeException failure) {
            pool.close();
            throw failure;
        }
    }

    public ResourceTable resources() {
        return new ResourceTable(sql);
    }

    public LoginTable logins() {
        return new LoginTable(sql);
    }

    public SessionTable sessions() {
        return new SessionTable(sql);
    }

    public RefusalTable refusals() {
        return new RefusalTable(sql);
    }

    /** Where authorities remember their roots and every certificate. */
    public AuthorityJournal journal() {
        return new AuthorityTable(sql);
    }

    public LeaderRow leader() {
        return new LeaderRow(sql);
    }

    /** Work that must not run twice at once, in any process of this store. */
    public ApplyLock applyLock() {
        return new ApplyLock(sql);
    }

    @Override
    public void close() {
        pool.close();
    }

    private static HikariDataSource pool(StoreSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setJdbcUrl("jdbc:postgresql://" + settings.address() + "/" + settings.database());
        config.setUsername(settings.user());
        config.setPassword(settings.password().text());
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(WAIT_MILLIS);
        config.setInitializationFailTimeout(settings.patience().toMillis());
        config.addDataSourceProperty("ApplicationName", "postern control");
        config.addDataSourceProperty("options", TIMEOUTS);
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("socketTimeout", "30");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException failure) {
            throw StoreDatabase.unreachable(settings, failure);
        }
    }
}
