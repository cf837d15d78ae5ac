package dev.postern.model;

/**
 * A role of a database.
 *
 * @param connectionLimit PostgreSQL's {@code CONNECTION LIMIT}; -1 is unlimited
 */
public record DatabaseRole(String name, Profile profile, boolean login, int connectionLimit) {
    /** What a role may do, spelled out grant by grant in the documentation. */
    public enum Profile {
        /** Creates and alters objects, as the owner. */
        MIGRATOR,
        /** Reads and writes rows, uses sequences and functions; creates nothing. */
        APPLICATION,
        /** Reads. */
        READER
    }
}
