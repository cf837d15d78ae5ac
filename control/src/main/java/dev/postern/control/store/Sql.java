package dev.postern.control.store;

import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Runs work in a transaction and says what failed by SQLSTATE; statements' texts and values stay out of messages. */
final class Sql {
    private final Jdbi jdbi;

    Sql(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Work that answers. */
    @FunctionalInterface
    interface Work<T> {
        T with(Handle handle);
    }

    /** All of it or nothing. */
    <T> T inTransaction(Work<T> work) {
        try {
            return jdbi.inTransaction(work::with);
        } catch (JdbiException failure) {
            throw failed(failure);
        }
    }

    /** On a connection of its own, without a transaction around it. */
    <T> T onConnection(Work<T> work) {
        try {
            return jdbi.withHandle(work::with);
        } catch (JdbiException failure) {
            throw failed(failure);
        }
    }

    static ControlException failed(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException busy) {
                return new ControlException(
                        ControlCode.STORE_AWAY,
                        "no connection to the store: " + busy.getMessage(),
                        "check that the store's PostgreSQL runs (./postern status)",
                        failure);
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return byState(sql.getSQLState(), failure);
            }
        }
        return new ControlException(
                ControlCode.INTERNAL,
                "the store failed (" + failure.getClass().getSimpleName() + ")",
                "report this with the log",
                failure);
    }

    private static ControlException byState(String state, Throwable failure) {
        return switch (state.substring(0, 2)) {
            case "08", "57" ->
                new ControlException(
                        ControlCode.STORE_AWAY,
                        "the store does not answer (SQLSTATE " + state + ")",
                        "check that the store's PostgreSQL runs (./postern status) and try again",
                        failure);
            case "53" ->
                new ControlException(
                        ControlCode.STORE_AWAY,
                        "the store has no room left (SQLSTATE " + state + ")",
                        "free disk space where the store's data folder lies, then try again",
                        failure);
            case "40", "55" ->
                new ControlException(
                        ControlCode.RESOURCE_CONFLICT,
                        "something else changed or holds the same rows (SQLSTATE " + state + ")",
                        "try again",
                        failure);
            default ->
                new ControlException(
                        ControlCode.INTERNAL,
                        "the store refused a statement (SQLSTATE " + state + ")",
                        "report this with the log",
                        failure);
        };
    }
}
