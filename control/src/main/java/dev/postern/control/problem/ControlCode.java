package dev.postern.control.problem;

import dev.postern.kernel.problem.Blame;
import dev.postern.kernel.problem.Code;

/** The control plane's codes, with the HTTP status that each is answered with. */
public enum ControlCode implements Code {
    NOT_FOUND(Blame.CALLER, "42704", 404),
    METHOD_NOT_ALLOWED(Blame.CALLER, "42601", 405),
    REQUEST_UNREADABLE(Blame.CALLER, "22023", 400),
    REQUEST_TOO_LARGE(Blame.CALLER, "54000", 413),
    CALLER_UNKNOWN(Blame.CALLER, "28000", 401),
    NOT_PERMITTED(Blame.POLICY, "42501", 403),
    LOGIN_OVER(Blame.POLICY, "28000", 403),
    NO_RULE(Blame.POLICY, "28000", 403),
    RESOURCE_CONFLICT(Blame.CONFIG, "55006", 409),
    NOT_ENFORCED(Blame.CONFIG, "0A000", 422),
    TOO_MANY_CONNECTIONS(Blame.CALLER, "53300", 429),
    STORE_AWAY(Blame.UPSTREAM, "08006", 503),
    STORE_REFUSED(Blame.CONFIG, "08004", 503),
    STORE_NEWER(Blame.CONFIG, "0A000", 503),
    ADDRESS_IN_USE(Blame.CONFIG, "55006", 503),
    FILE_UNREADABLE(Blame.CONFIG, "58030", 422),
    INTERNAL(Blame.OURS, "XX000", 500);

    private final Blame blame;
    private final String sqlstate;
    private final int status;

    ControlCode(Blame blame, String sqlstate, int status) {
        this.blame = blame;
        this.sqlstate = sqlstate;
        this.status = status;
    }

    @Override
    public Blame blame() {
        return blame;
    }

    @Override
    public String sqlstate() {
        return sqlstate;
    }

    /** The HTTP status of an answer whose first problem has this code. */
    public int status() {
        return status;
    }
}
