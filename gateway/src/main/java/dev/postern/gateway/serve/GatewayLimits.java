package dev.postern.gateway.serve;

import java.time.Duration;

/**
 * Bounds on what clients may cost.
 *
 * @param startupBytes of one start-up packet
 * @param authTimeout from the TCP connection to the first ReadyForQuery
 * @param maxConnections client connections, started or not
 * @param idlePerKey idle server connections kept for one pool key on one event loop
 * @param idleInAll idle server connections kept in the whole gateway
 * @param idleTime after which an idle server connection is closed
 * @param cancelsPerSecond cancel requests that one client address may send
 */
public record GatewayLimits(
        int startupBytes,
        int startupParameters,
        Duration authTimeout,
        int maxConnections,
        int idlePerKey,
        int idleInAll,
        Duration idleTime,
        int cancelsPerSecond) {
    public static final GatewayLimits DEFAULT =
            new GatewayLimits(10_000, 64, Duration.ofSeconds(15), 1000, 4, 50, Duration.ofMinutes(10), 10);

    public GatewayLimits {
        GatewaySettings.atLeast("startup-bytes", startupBytes, 256);
        GatewaySettings.atLeast("startup-parameters", startupParameters, 4);
        GatewaySettings.atLeast("auth-timeout in seconds", authTimeout.toSeconds(), 1);
        GatewaySettings.atLeast("max-connections", maxConnections, 1);
        GatewaySettings.atLeast("idle-per-key", idlePerKey, 0);
        GatewaySettings.atLeast("idle-in-all", idleInAll, 0);
        GatewaySettings.atLeast("idle-time in seconds", idleTime.toSeconds(), 1);
        GatewaySettings.atLeast("cancels-per-second", cancelsPerSecond, 1);
    }
}
