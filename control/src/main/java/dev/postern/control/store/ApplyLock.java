package dev.postern.control.store;

import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** One apply at a time, in any process of this store; the lock goes with its connection. */
public final class ApplyLock {
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final long KEY = 0x706f737465726e01L;

    private static final long PATIENCE_SECONDS = 10;

    private final Sql sql;
    private final ReentrantLock inProcess = new ReentrantLock(true);

    ApplyLock(Sql sql) {
        this.sql = sql;
    }

    /** @throws ControlException with code {@code RESOURCE_CONFLICT} when the one before takes longer than the store waits */
    public <T> T whileHeld(Supplier<T> work) {
        // those of this process wait here, not with a connection in hand that the one who works needs
        boolean mine;
        try {
            mine = inProcess.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw busy(interrupted);
        }
        if (!mine) {
            throw busy(new TimeoutException(PATIENCE_SECONDS + " s"));
        }
        try {
            return sql.onConnection(handle -> locked(handle, work));
        } finally {
            inProcess.unlock();
        }
    }

    private static <T> T locked(Handle handle, Supplier<T> work) {
        take(handle);
        T result;
        try {
            result = work.get();
        } catch (RuntimeException failure) {
            try {
                release(handle);
            } catch (RuntimeException second) {
                failure.addSuppressed(second); // the connection is gone, and the lock with it
            }
            throw failure;
        }
        release(handle);
        return result;
    }

    private static void release(Handle handle) {
        handle.createQuery("select pg_advisory_unlock(:key)")
                .bind("key", KEY)
                .mapTo(Boolean.class)
                .one();
    }

    private static ControlException busy(Throwable cause) {
        return new ControlException(
                ControlCode.RESOURCE_CONFLICT,
                "another apply is under way and did not end within the time that the store waits",
                "try again when it has ended",
                cause);
    }

    private static void take(Handle handle) {
        try {
            handle.createQuery("select pg_advisory_lock(:key)")
                    .bind("key", KEY)
                    .map((_, _) -> true)
                    .one();
        } catch (JdbiException failure) {
            if (failure.getCause() instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                throw busy(failure);
            }
            throw failure;
        }
    }
}
