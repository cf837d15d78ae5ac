package dev.postern.postgres.quote;

import dev.postern.kernel.problem.Blame;
import dev.postern.kernel.problem.Code;

/** Why a text cannot be quoted. */
public enum QuoteCode implements Code {
    NAME_LENGTH("42622"),
    NUL_CHARACTER("22021"),
    NOT_UNICODE("22021");

    private final String sqlstate;

    QuoteCode(String sqlstate) {
        this.sqlstate = sqlstate;
    }

    @Override
    public Blame blame() {
        return Blame.CONFIG;
    }

    @Override
    public String sqlstate() {
        return sqlstate;
    }
}
