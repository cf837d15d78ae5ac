package dev.postern.datastore.inspect;

/** Something that somebody should look at. */
public record Finding(Severity severity, String code, String what, String fix) {
    /** How bad it is. */
    public enum Severity {
        /** Identities fail, or will. */
        PROBLEM,
        /** Something is left over or will go wrong one day. */
        WARNING,
        /** Worth knowing. */
        NOTE
    }
}
