package dev.postern.provision.problem;

import dev.postern.kernel.problem.Blame;
import dev.postern.kernel.problem.Code;

/** The codes of provisioning. */
public enum ProvisionCode implements Code {
    /** A name that PostgreSQL would cut or cannot hold. */
    NAME_INVALID(Blame.CONFIG, "42602"),
    /** Two declarations that cannot both be true. */
    DECLARATION_CONFLICT(Blame.CONFIG, "42710"),
    /** Something declared that this server or this build cannot enforce. */
    NOT_ENFORCEABLE(Blame.CONFIG, "0A000"),
    /** A reference to something that is not declared. */
    NOT_DECLARED(Blame.CONFIG, "42704"),
    /** A certificate, key or password file that cannot be read or does not fit. */
    CREDENTIAL_UNUSABLE(Blame.CONFIG, "58030"),
    /** A file with a secret that others can read. */
    SECRET_EXPOSED(Blame.CONFIG, "58030"),
    /** A secret that stands in a declaration itself. */
    SECRET_IN_DECLARATION(Blame.CONFIG, "01000"),
    /** What keeps a secret (Podman, Vault) does not answer, refuses, or is too old. */
    SECRET_STORE_UNUSABLE(Blame.UPSTREAM, "58000"),
    /** A password that must be given and may not be made. */
    PASSWORD_NOT_GIVEN(Blame.CONFIG, "28P01"),
    /** Two roles with one password. */
    PASSWORDS_EQUAL(Blame.CONFIG, "01000"),
    /** Nobody answers, or not as PostgreSQL. */
    SERVER_AWAY(Blame.UPSTREAM, "08001"),
    /** The server's certificate is not the one that was declared. */
    SERVER_UNTRUSTED(Blame.CONFIG, "08001"),
    /** The server refused the login. */
    LOGIN_REFUSED(Blame.CONFIG, "28000"),
    /** Older than this build provisions. */
    VERSION_TOO_OLD(Blame.CONFIG, "0A000"),
    /** The server is in recovery or read only. */
    SERVER_READ_ONLY(Blame.CONFIG, "25006"),
    /** The administrator may not do what the plan needs. */
    ADMIN_RIGHTS_MISSING(Blame.CONFIG, "42501"),
    /** A finding because of which what was declared would not be reached, or would give more than it says. */
    BLOCKED(Blame.CONFIG, "55000"),
    /** Somebody else applies to this server right now. */
    APPLY_IN_PROGRESS(Blame.CALLER, "55P03"),
    /** A step failed; the server is unchanged by it and the next plan shows what is left. */
    STEP_FAILED(Blame.UPSTREAM, "58000"),
    /** Something would be lost and nobody has said that it may. */
    DESTRUCTION_NOT_ALLOWED(Blame.CALLER, "42501"),
    /** A catalogue query failed. */
    OBSERVE_FAILED(Blame.UPSTREAM, "58000"),
    /** A folder or file that a consumer is given cannot be written. */
    DELIVERY_FAILED(Blame.CONFIG, "58030");

    private final Blame blame;
    private final String sqlstate;

    ProvisionCode(Blame blame, String sqlstate) {
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
