package dev.postern.cli.login;

import dev.postern.kernel.problem.Blame;
import dev.postern.kernel.problem.Code;

/** What can keep a login from being written or read. */
enum LoginCode implements Code {
    LOGIN_UNWRITABLE(Blame.CALLER, "58030"),
    LOGIN_UNREADABLE(Blame.CALLER, "58030");

    private final Blame blame;
    private final String sqlstate;

    LoginCode(Blame blame, String sqlstate) {
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
