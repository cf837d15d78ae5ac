package dev.postern.provision.doctor.probe;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How long a whole walk may take, however slowly the other side drips. */
final class Deadline {
    /** So that whoever waits with a timeout hears of it in the usual way first. */
    private static final int LAST_WORD = 100;

    private final long start = System.nanoTime();
    private final long most;

    Deadline(Duration most) {
        this.most = most.toNanos();
    }

    /** At least a millisecond, because zero means for ever to sockets. */
    int millis() {
        return Math.clamp((most - (System.nanoTime() - start)) / 1_000_000, 1, Integer.MAX_VALUE);
    }

    boolean over() {
        return System.nanoTime() - start >= most;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Closes the socket when time is up, unless what is returned is closed before. */
    Guard guard(Socket socket) {
        CountDownLatch done = new CountDownLatch(1);
        Thread.ofVirtual().name("doctor-deadline").start(() -> {
            try {
                if (!done.await(millis() + LAST_WORD, TimeUnit.MILLISECONDS)) {
                    socket.close();
                }
            } catch (IOException | InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        });
        return done::countDown;
    }

    /** Ends the watch. */
    @FunctionalInterface
    interface Guard extends AutoCloseable {
        @Override
        void close();
    }
}
