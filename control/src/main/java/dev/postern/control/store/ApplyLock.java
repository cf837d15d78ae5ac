package dev.postern.control.store;

import dev.postern.control.problem.ControlException;
import java.util.function.Supplier;

/** One apply at a time, in any process of this store; the lock goes with its connection. */
public final class ApplyLock {
    private static final long KEY = 0x706f737465726e01L;

    private final Sql sql;

    ApplyLock(Sql sql) {
        this.sql = sql;
    }

    /** @throws ControlException with code {@code RESOURCE_CONFLICT} when the one before takes longer than the store waits */
    public <T> T whileHeld(Supplier<T> work) {
        return sql.onConnection(handle -> {
            handle.createQuery("select pg_advisory_lock(:key)")
                    .bind("key", KEY)
                    .map((_, _) -> true)
                    .one();
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
}
