package dev.postern.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what happens elsewhere: looks again and again until it is so, and fails when the deadline has passed. */
public final class Eventually {
    private static final Duration STEP = Duration.ofMillis(10);

    private Eventually() {}

    /** @param what for the failure's message: "the backend is gone" */
    public static void until(Duration deadline, String what, Callable<Boolean> condition) {
        value(deadline, what, () -> condition.call() ? Optional.of(Boolean.TRUE) : Optional.empty());
    }

    /** Waits until there is a value. */
    public static <T> T value(Duration deadline, String what, Callable<Optional<T>> source) {
        long end = System.nanoTime() + deadline.toNanos();
        while (true) {
            Optional<T> found = look(what, source);
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - end >= 0) {
                throw new AssertionError("not within " + deadline + ": " + what);
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    private static <T> Optional<T> look(String what, Callable<Optional<T>> source) {
        try {
            return source.call();
        } catch (Exception failure) {
            throw new AssertionError("while waiting for: " + what, failure);
        }
    }
}
