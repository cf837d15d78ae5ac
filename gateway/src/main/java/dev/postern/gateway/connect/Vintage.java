package dev.postern.gateway.connect;

import java.time.Duration;
import java.time.Instant;

/**
 * Of when a server connection is: what its server process took for granted when it began, a role's settings for one, may
 * have changed since.
 *
 * @param opened when it was asked for
 * @param state the version of the gateway's state then
 */
record Vintage(Instant opened, long state) {
    /** Whether a session that was allowed by {@code asked} may have it. */
    boolean fits(long asked, Instant now, Duration lifetime) {
        return state >= asked && now.isBefore(opened.plus(lifetime));
    }
}
