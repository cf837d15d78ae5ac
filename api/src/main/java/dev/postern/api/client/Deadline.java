package dev.postern.api.client;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * When a call must be over.
 *
 * @param start on the monotonic clock
 */
record Deadline(long start, Duration patience) {
    static Deadline in(Duration patience) {
        return new Deadline(System.nanoTime(), patience);
    }

    /** At least 1; throws when nothing is left. */
    int remainingMillis() throws SocketTimeoutException {
        long left = patience.toMillis() - (System.nanoTime() - start) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("the time is over");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }
}
