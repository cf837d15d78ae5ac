package dev.postern.cli.process;

import dev.postern.kernel.problem.Blame;
import dev.postern.kernel.problem.Code;

/** What can stop {@code postern up}. */
enum UpCode implements Code {
    HOME_UNUSABLE(Blame.CONFIG, "58P01"),
    HOME_IN_USE(Blame.CALLER, "55006"),
    HOME_INCOMPLETE(Blame.CONFIG, "F0000"),
    DISK_FULL(Blame.CONFIG, "53100"),
    PORT_BUSY(Blame.CONFIG, "55006"),
    PORTS_UNREADABLE(Blame.CONFIG, "F0000"),
    PROOF_FAILED(Blame.OURS, "XX000");

    private final Blame blame;
    private final String sqlstate;

    UpCode(Blame blame, String sqlstate) {
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
