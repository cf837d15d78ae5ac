package dev.postern.datastore.authority;

/** What a server does with one of its authorities. */
public enum AuthorityState {
    /** Nothing that this build knows. */
    UNKNOWN,
    /** Made, and in the bundle, for later. */
    PREPARED,
    /** It signs. */
    ACTIVE,
    /** It signs no more; what it has signed is still valid. */
    OLD;

    static AuthorityState of(long number) {
        return switch (Math.clamp(number, -1, Integer.MAX_VALUE)) {
            case 2 -> PREPARED;
            case 3 -> ACTIVE;
            case 4 -> OLD;
            default -> UNKNOWN;
        };
    }
}
