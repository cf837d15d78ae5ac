package dev.postern.postgres.wire;

import dev.postern.kernel.problem.Blame;
import dev.postern.kernel.problem.Code;

/** What can be wrong with bytes that claim to be the PostgreSQL protocol. */
public enum WireCode implements Code {
    /** A length, a type or a field that the protocol does not allow here. */
    WIRE_MALFORMED("08P01"),
    /** More bytes or more parameters than are accepted before anybody is known. */
    WIRE_TOO_MUCH("08P01"),
    /** A major protocol version other than 3. */
    WIRE_VERSION("0A000");

    private final String sqlstate;

    WireCode(String sqlstate) {
        this.sqlstate = sqlstate;
    }

    @Override
    public Blame blame() {
        return Blame.CALLER;
    }

    @Override
    public String sqlstate() {
        return sqlstate;
    }
}
