package dev.postern.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Does what has to be done now and then, on one thread; a step that fails is logged, keeps no other from its turn, and is
 * tried again at the next one.
 */
final class Maintenance implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Maintenance.class.getName());

    private final CountDownLatch closing = new CountDownLatch(1);
    private final Duration every;
    private final List<Runnable> steps;

    private Maintenance(Duration every, List<Runnable> steps) {
        this.every = every;
        this.steps = List.copyOf(steps);
    }

    static Maintenance start(Duration every, List<Runnable> steps) {
        Maintenance maintenance = new Maintenance(every, steps);
        Thread.ofVirtual().name("control-maintenance").start(maintenance::run);
        return maintenance;
    }

    @Override
    public void close() {
        closing.countDown();
    }

    void turn() {
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException failed) {
                LOG.log(Level.WARNING, "event=maintenance-failed", failed);
            }
        }
    }

    private void run() {
        try {
            while (!closing.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                turn();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
