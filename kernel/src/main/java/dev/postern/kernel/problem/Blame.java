package dev.postern.kernel.problem;

/** Who has to act so that a problem goes away. */
public enum Blame {
    /** The one who asked: wrong arguments, a missing or expired credential. */
    CALLER,
    /** A rule refused on purpose. */
    POLICY,
    /** What was declared or configured does not fit. */
    CONFIG,
    /** PostgreSQL or another system that we talk to. */
    UPSTREAM,
    /** Postern itself. */
    OURS
}
