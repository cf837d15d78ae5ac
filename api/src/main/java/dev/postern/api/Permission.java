package dev.postern.api;

/** Who may call a route. Everybody is known by a certificate of the {@code people} authority first. */
public enum Permission {
    /** Everyone, about themselves. */
    SELF,
    /** Only the operator. */
    OPERATOR
}
