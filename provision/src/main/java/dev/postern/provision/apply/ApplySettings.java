package dev.postern.provision.apply;

import java.time.Duration;

/**
 * @param statementTimeout for each statement
 * @param lockTimeout for each lock a statement waits for, so that we never queue in front of an application for long
 * @param turn how long to wait for somebody else who applies to the same server
 * @param destruction whether destructive steps may run; without, a plan that has any is refused as a whole
 */
public record ApplySettings(Duration statementTimeout, Duration lockTimeout, Duration turn, Destruction destruction) {
    public static final ApplySettings USUAL =
            new ApplySettings(Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofSeconds(30));

    /** Destroys nothing. */
    public ApplySettings(Duration statementTimeout, Duration lockTimeout, Duration turn) {
        this(statementTimeout, lockTimeout, turn, Destruction.REFUSED);
    }

    /** What may become of destructive steps. */
    public enum Destruction {
        REFUSED,
        ALLOWED
    }

    /** The same, with leave to destroy what is declared absent. */
    public ApplySettings destroying() {
        return new ApplySettings(statementTimeout, lockTimeout, turn, Destruction.ALLOWED);
    }
}
