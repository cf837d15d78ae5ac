package dev.postern.api.client;

import dev.postern.kernel.problem.Blame;
import dev.postern.kernel.problem.Code;

/** What can go wrong between a verb and the control plane. */
public enum ApiCode implements Code {
    NOT_RUNNING(Blame.CALLER, "08001"),
    UNREACHABLE(Blame.UPSTREAM, "08001"),
    WRONG_SERVER(Blame.CONFIG, "08001"),
    CERTIFICATE_EXPIRED(Blame.CALLER, "28000"),
    CERTIFICATE_REFUSED(Blame.CALLER, "28000"),
    CREDENTIAL_UNREADABLE(Blame.CALLER, "58030"),
    TIMEOUT(Blame.UPSTREAM, "57014"),
    ANSWER_TOO_LARGE(Blame.OURS, "54000"),
    ANSWER_UNREADABLE(Blame.OURS, "08P01"),
    VERSION_MISMATCH(Blame.CALLER, "0A000");

    private final Blame blame;
    private final String sqlstate;

    ApiCode(Blame blame, String sqlstate) {
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
