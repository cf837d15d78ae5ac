package dev.postern.postgres.conninfo;

import dev.postern.kernel.problem.Blame;
import dev.postern.kernel.problem.Code;

/** Why connection settings cannot be used. */
public enum ConninfoCode implements Code {
    /** Not in the grammar of the form that it is in. */
    SYNTAX,
    UNKNOWN_KEYWORD,
    /** libpq reads it and refuses when it connects. */
    BAD_VALUE,
    /** Cannot be said in the form that is asked for. */
    NOT_EXPRESSIBLE;

    @Override
    public Blame blame() {
        return Blame.CALLER;
    }

    /** {@code sqlclient_unable_to_establish_sqlconnection}. */
    @Override
    public String sqlstate() {
        return "08001";
    }
}
