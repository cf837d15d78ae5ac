package dev.postern.gateway.connect;

import java.time.Duration;

/**
 * How many idle server connections are kept.
 *
 * @param idlePerKey for one (cluster, database, role, caller, parameters) and event loop
 * @param idleInAll in the whole gateway; as many may finish their last work after their client has left
 * @param lifetime after which one is not used again
 */
public record PoolBounds(int idlePerKey, int idleInAll, Duration idleTime, Duration lifetime) {}
