package dev.postern.provision.apply;

import java.time.Duration;

/**
 * @param statementTimeout for each statement
 * @param lockTimeout for each lock a statement waits for, so that we never queue in front of an application for long
 * @param turn how long to wait for somebody else who applies to the same server
 */
public record ApplySettings(Duration statementTimeout, Duration lockTimeout, Duration turn) {
    public static final ApplySettings USUAL =
            new ApplySettings(Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofSeconds(30));
}
