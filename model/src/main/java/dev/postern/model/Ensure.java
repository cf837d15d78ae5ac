package dev.postern.model;

/** Whether something is to be there. */
public enum Ensure {
    PRESENT,
    /** Removed when it is there; needs {@code --allow-destroy}. */
    ABSENT
}
