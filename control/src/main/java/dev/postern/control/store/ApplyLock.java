package dev.postern.control.store;

import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** One apply at a time, in any process of this store; the lock goes with its connection. */
public final class ApplyLock {
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final long KEY = 0x706f737465726e01L;

    private final Sql sql;

    ApplyLock(Sql sql) {
        this.sql = sql;
    }

    /** @throws ControlException with code {@code RESOURCE_CONFLICT} when the one before takes longer than the store waits */
    public <T> T whileHeld(Supplier<T> work) {
        return sql.onConnection(handle -> {
            take(handle);
            try {
                return work.get();
            } finally {
                handle.createQuery("select pg_advisory_unlock(:key)")
                        .bind("key", KEY)
                        .mapTo(Boolean.class)
                        .one();
            }
        });
    }

    private static void take(Handle handle) {
        try {
            handle.createQuery("select pg_advisory_lock(:key)")
                    .bind("key", KEY)
                    .map((_, _) -> true)
                    .one();
        } catch (JdbiException failure) {
            if (failure.getCause() instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                throw new ControlException(
                        ControlCode.RESOURCE_CONFLICT,
                        "another apply is under way and did not end within the time that the store waits",
                        "try again when it has ended",
                        failure);
            }
            throw failure;
        }
    }
}
