package dev.postern.postgres.wire;

/** How much is read from somebody who is not known yet. */
public record StartupBounds(int bytes, int parameters) {
    /** What PostgreSQL itself takes as a start-up packet. */
    public static final StartupBounds DEFAULT = new StartupBounds(10_000, 64);

    public StartupBounds {
        if (bytes < 8 || parameters < 1) {
            throw new IllegalArgumentException("start-up bounds of " + bytes + " bytes, " + parameters + " parameters");
        }
    }
}
