package dev.postern.gateway.serve;

import java.time.Duration;

/**
 * Bounds on what clients may cost.
 *
 * @param startupBytes of one start-up packet
 * @param authTimeout from the TCP connection to the first ReadyForQuery
 * @param maxConnections client connections whose certificate is believed
 * @param maxUnauthenticated client connections that have not shown a certificate yet, or not one that is believed
 * @param maxUnauthenticatedPerAddress the same, from one IPv4 address or IPv6 network of 64 bits
 * @param idlePerKey idle server connections kept for one pool key on one event loop
 * @param idleInAll idle server connections kept in the whole gateway
 * @param idleTime after which an idle server connection is closed
 * @param serverLifetime after which a server connection is not used again
 * @param wrongCancelsPerSecond cancel requests with a wrong key after which one IPv4 address or IPv6 network of 64 bits is
 *     not heard in that second
 */
public record GatewayLimits(
        int startupBytes,
        int startupParameters,
        Duration authTimeout,
        int maxConnections,
        int maxUnauthenticated,
        int maxUnauthenticatedPerAddress,
        int idlePerKey,
        int idleInAll,
        Duration idleTime,
        Duration serverLifetime,
        int wrongCancelsPerSecond) {
    public static final GatewayLimits DEFAULT = new GatewayLimits(
            10_000,
            64,
            Duration.ofSeconds(15),
            1000,
            1000,
            400,
            4,
            50,
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            10);

    public GatewayLimits {
        GatewaySettings.atLeast("startup-bytes", startupBytes, 256);
        GatewaySettings.atLeast("startup-parameters", startupParameters, 4);
        GatewaySettings.atLeast("auth-timeout in seconds", authTimeout.toSeconds(), 1);
        GatewaySettings.atLeast("max-connections", maxConnections, 1);
        GatewaySettings.atLeast("max-unauthenticated", maxUnauthenticated, 1);
        GatewaySettings.atLeast("max-unauthenticated-per-address", maxUnauthenticatedPerAddress, 1);
        GatewaySettings.atLeast("idle-per-key", idlePerKey, 0);
        GatewaySettings.atLeast("idle-in-all", idleInAll, 0);
        GatewaySettings.atLeast("idle-time in seconds", idleTime.toSeconds(), 1);
        GatewaySettings.atLeast("server-lifetime in seconds", serverLifetime.toSeconds(), 1);
        GatewaySettings.atLeast("wrong-cancels-per-second", wrongCancelsPerSecond, 1);
    }
}
