package dev.postern.control;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a control plane runs.
 *
 * @param operator the person who may do everything, as the CN of a {@code people} certificate says
 * @param apiPort on 127.0.0.1; 0 picks a free one
 * @param gatewayDomain entries are reachable as {@code ENTRY.DOMAIN} by TLS server name
 * @param loginTtl how long a login certificate lasts when nobody asks otherwise
 * @param longestLogin the most that may be asked for
 */
public record ControlSettings(
        Path home,
        String version,
        String operator,
        int apiPort,
        String gatewayDomain,
        Duration loginTtl,
        Duration longestLogin) {
    public static final Duration LOGIN_TTL = Duration.ofHours(8);
    public static final Duration LONGEST_LOGIN = Duration.ofDays(1);
}
