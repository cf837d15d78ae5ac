package dev.postern.control;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a control plane runs.
 *
 * @param home what status shows
 * @param operatorFolder where the operator's files are written, for the verbs
 * @param operator the person who may do everything, as the CN of a {@code people} certificate says
 * @param apiPort on 127.0.0.1; 0 picks a free one
 * @param loginTtl how long a login certificate lasts when nobody asks otherwise
 * @param longestLogin the most that may be asked for
 */
public record ControlSettings(
        Path home,
        Path operatorFolder,
        String version,
        String operator,
        int apiPort,
        Duration loginTtl,
        Duration longestLogin) {
    public static final Duration LOGIN_TTL = Duration.ofHours(8);
    public static final Duration LONGEST_LOGIN = Duration.ofDays(1);

    /** With the usual times for logins. */
    public static ControlSettings of(Path home, String version, String operator, int apiPort) {
        return new ControlSettings(
                home, home.resolve("operator"), version, operator, apiPort, LOGIN_TTL, LONGEST_LOGIN);
    }
}
