package dev.postern.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A point of the monotonic clock by which something must have happened. */
record Deadline(long nanos) {
    private static final Duration STEP = Duration.ofMillis(20);

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean passed() {
        return System.nanoTime() - nanos >= 0;
    }

    /** Lets a little time pass before the next look at something that tells nobody when it changes. */
    void pause() {
        LockSupport.parkNanos(STEP.toNanos());
    }
}
