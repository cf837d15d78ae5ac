package dev.postern.provision.observe;

/**
 * A role that nobody has declared and that has what Postern gives to roles of its own.
 *
 * @param of whom it logs in or acts for; empty for {@link Kind#CONNECTED}
 * @param database where; empty for {@link Kind#ALTERNATE}, which is everywhere
 */
public record Left(Kind kind, String role, String of, String database, boolean login) {
    /** By what it is known. */
    public enum Kind {
        /** {@code NAME_a} or {@code NAME_b} of a declared role, its member, whose sessions begin as that role. */
        ALTERNATE,
        /** Is a member of a declared database's owner, and its sessions there begin as the owner. */
        MIGRATOR,
        /** Was given CONNECT on a database that Postern made. */
        CONNECTED
    }
}
