package dev.postern.control.sessions;

import java.time.Instant;

/**
 * Connections that were refused, summed.
 *
 * @param origin an address, or an IPv6 network of 64 bits
 * @param caller empty for strangers
 * @param reason as they were told
 * @param times since what was written before
 */
public record Refusal(
        Instant minute, String origin, String caller, String sqlstate, String reason, long times, Instant last) {}
