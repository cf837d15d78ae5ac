package dev.postern.datastore.problem;

import dev.postern.kernel.problem.Blame;
import dev.postern.kernel.problem.Code;

/** The codes of reading a store. */
public enum DatastoreCode implements Code {
    /** Neither the schema nor the file holds SPIRE's tables. */
    NO_DATASTORE(Blame.CALLER, "42P01"),
    /** Several schemas hold them, and nothing says which one is meant. */
    SCHEMA_AMBIGUOUS(Blame.CALLER, "42P09"),
    /** The role may not look into the schema. */
    SCHEMA_CLOSED(Blame.CALLER, "42501"),
    /** The file is none that can be read safely. */
    FILE_UNUSABLE(Blame.CALLER, "58030"),
    /** Our own library for SQLite cannot be loaded here. */
    LIBRARY_UNUSABLE(Blame.CONFIG, "58000"),
    /** The server did not agree to a read-only snapshot. */
    NOT_READ_ONLY(Blame.UPSTREAM, "25000"),
    /** A query about the store itself failed. */
    READ_FAILED(Blame.UPSTREAM, "58000");

    private final Blame blame;
    private final String sqlstate;

    DatastoreCode(Blame blame, String sqlstate) {
        this.blame = blame;
        this.sqlstate = sqlstate;
    }

    @Override
    public Blame blame() {
        return blame;
    }

    @Override
    public String sqlstate() {
        return sqlstate;
    }
}
