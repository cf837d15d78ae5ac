package dev.postern.control;

import dev.postern.kernel.problem.ProblemException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does what has to be done now and then, on one thread; a turn that fails is logged and the next one comes. */
final class Maintenance implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Maintenance.class.getName());

    private final CountDownLatch closing = new CountDownLatch(1);
    private final Duration every;
    private final Runnable turn;

    private Maintenance(Duration every, Runnable turn) {
        this.every = every;
        this.turn = turn;
    }

    static Maintenance start(Duration every, Runnable turn) {
        Maintenance maintenance = new Maintenance(every, turn);
        Thread.ofVirtual().name("control-maintenance").start(maintenance::run);
        return maintenance;
    }

    @Override
    public void close() {
        closing.countDown();
    }

    private void run() {
        try {
            while (!closing.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    turn.run();
                } catch (ProblemException failed) {
                    LOG.log(Level.WARNING, "event=maintenance-failed", failed);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
