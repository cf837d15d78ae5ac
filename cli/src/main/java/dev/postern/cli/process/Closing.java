package dev.postern.cli.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a process in order: on SIGINT or SIGTERM the main thread is told, closes what it opened, last opened first, and
 * the JVM waits for it. A part that fails to close does not keep the others open.
 */
final class Closing implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Closing.class.getName());
    private static final long PATIENCE_SECONDS = 30;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    private Closing() {}

    /** To be called by the main thread, which is interrupted by a signal if it does not wait in {@link #await}. */
    static Closing onSignal() {
        Closing closing = new Closing();
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closing.signal(main), "shutdown"));
        return closing;
    }

    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /** Returns when a signal has come. */
    void await() {
        try {
            told.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it came; false after {@code seconds} without one. */
    boolean await(long seconds) {
        try {
            return told.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    boolean signalled() {
        return told.getCount() == 0;
    }

    @Override
    public void close() {
        // an interrupt meant for starting must not cut closing short
        boolean interrupted = Thread.interrupted();
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception failure) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "event=close_failed part=" + part.getClass().getSimpleName(),
                        failure);
            }
        }
        done.countDown();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void signal(Thread main) {
        if (done.getCount() == 0) {
            return;
        }
        told.countDown();
        main.interrupt();
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.ERROR, "event=close_timeout seconds=" + PATIENCE_SECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
