package dev.postern.provision.prove;

import dev.postern.kernel.problem.ProblemException;
import dev.postern.provision.connect.Connections;
import dev.postern.provision.connect.Login;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Tries cells, many at once, each on a connection and a virtual thread of its own. */
public final class Prover {
    private final Logins logins;
    private final int connections;

    /** @param connections the most that are open at once */
    public Prover(Logins logins, int connections) {
        if (connections < 1) {
            throw new IllegalArgumentException("at least one connection is needed, not " + connections);
        }
        this.logins = logins;
        this.connections = connections;
    }

    /** Each cell takes as long as its login's timeouts allow; an interrupt ends all of them and leaves all unknown. */
    public Verdicts prove(List<Cell> cells) {
        Semaphore free = new Semaphore(connections);
        List<Callable<Verdicts.Row>> all = cells.stream()
                .<Callable<Verdicts.Row>>map(cell -> () -> limited(cell, free))
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Verdicts.Row> rows = new ArrayList<>();
            for (Future<Verdicts.Row> row : threads.invokeAll(all)) {
                rows.add(row.get());
            }
            return new Verdicts(rows);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Verdicts(cells.stream()
                    .map(cell -> new Verdicts.Row(cell, new Verdict.Unknown("interrupted"), Duration.ZERO))
                    .toList());
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a cell is tried without exceptions", failure.getCause());
        }
    }

    private Verdicts.Row limited(Cell cell, Semaphore free) throws InterruptedException {
        free.acquire();
        try {
            long start = System.nanoTime();
            Verdict verdict = tryOnce(cell);
            return new Verdicts.Row(cell, verdict, Duration.ofNanos(System.nanoTime() - start));
        } finally {
            free.release();
        }
    }

    private Verdict tryOnce(Cell cell) {
        Login login;
        try {
            login = logins.login(cell);
        } catch (ProblemException none) {
            return new Verdict.Unknown(
                    "no login to try it with: " + none.first().what());
        }
        try (Connection connection = Connections.open(login)) {
            return act(cell, connection);
        } catch (SQLException failure) {
            return Failure.classify(failure, login);
        } catch (ProblemException unusable) {
            return new Verdict.Unknown(unusable.first().what());
        }
    }

    private static Verdict act(Cell cell, Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try {
            return new Verdict.Allowed(Trial.of(cell.action(), cell.expected(), connection));
        } finally {
            rollBack(connection);
        }
    }

    // closing the connection rolls back just as well
    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException _) {
            return;
        }
    }
}
