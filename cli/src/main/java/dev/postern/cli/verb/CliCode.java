package dev.postern.cli.verb;

import dev.postern.kernel.problem.Blame;
import dev.postern.kernel.problem.Code;

/** What can go wrong before or beside the control plane. */
enum CliCode implements Code {
    USAGE(Blame.CALLER, "22023"),
    SETTING_UNKNOWN(Blame.CONFIG, "F0000"),
    NOT_RUNNING(Blame.CALLER, "08001"),
    HOME_CLOSED(Blame.CALLER, "42501"),
    STOP_FAILED(Blame.OURS, "58000"),
    FILE_UNREADABLE(Blame.CALLER, "58030"),
    FILE_UNWRITABLE(Blame.CALLER, "58030"),
    NOT_LOGGED_IN(Blame.CALLER, "28000"),
    NO_SUCH_DATABASE(Blame.CALLER, "3D000"),
    NOT_REACHED(Blame.UPSTREAM, "08001"),
    COMMAND_UNUSABLE(Blame.CALLER, "58030"),
    COMMAND_ENDED(Blame.UPSTREAM, "08006"),
    OWNED_BY_OTHERS(Blame.CALLER, "42501"),
    RIGHTS_MISSING(Blame.CALLER, "42501"),
    DEFECT(Blame.OURS, "XX000");

    private final Blame blame;
    private final String sqlstate;

    CliCode(Blame blame, String sqlstate) {
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
