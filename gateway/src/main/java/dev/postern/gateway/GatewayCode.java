package dev.postern.gateway;

import dev.postern.kernel.problem.Blame;
import dev.postern.kernel.problem.Code;

/** Why the gateway refuses a connection, or ends one. */
public enum GatewayCode implements Code {
    /** A session was asked for without TLS. */
    NO_TLS(Blame.CALLER, "28000"),
    CERTIFICATE_MISSING(Blame.CALLER, "28000"),
    /** It chains to none of the roots that callers come from. */
    CERTIFICATE_UNTRUSTED(Blame.CALLER, "28000"),
    CERTIFICATE_EXPIRED(Blame.CALLER, "28000"),
    CERTIFICATE_NOT_YET_VALID(Blame.CALLER, "28000"),
    CERTIFICATE_REVOKED(Blame.POLICY, "28000"),
    /** Not made for clients. */
    CERTIFICATE_PURPOSE(Blame.CALLER, "28000"),
    /** It does not say exactly one name. */
    CERTIFICATE_NAME(Blame.CALLER, "28000"),
    /** A StartupMessage without {@code user}. */
    USER_MISSING(Blame.CALLER, "28000"),
    /** No rule allows it, or a rule denies it. */
    NOT_ALLOWED(Blame.POLICY, "28000"),
    /** What was asked for is no entry and no database, or more than one. */
    ENTRY_UNKNOWN(Blame.CALLER, "3D000"),
    /** A start-up parameter has a value that cannot be used. */
    PARAMETER_INVALID(Blame.CALLER, "22023"),
    TOO_MANY_CONNECTIONS(Blame.POLICY, "53300"),
    /** The client took too long before its session began. */
    START_TOO_SLOW(Blame.CALLER, "57014"),
    /** A message that may not come in this phase. */
    PROTOCOL_VIOLATION(Blame.CALLER, "08P01"),
    /** No TCP connection to the server. */
    SERVER_UNREACHABLE(Blame.UPSTREAM, "57P03"),
    /** The server offers no TLS, or shows a certificate that we do not trust. */
    SERVER_TLS(Blame.UPSTREAM, "08001"),
    /** The server asks for something else than our certificate, or speaks something else than PostgreSQL. */
    SERVER_LOGIN(Blame.UPSTREAM, "08004"),
    /** The server went away in the middle of a session. */
    SERVER_LOST(Blame.UPSTREAM, "08006"),
    /** Nobody signs our certificate for the server. */
    NO_UPSTREAM_CERTIFICATE(Blame.OURS, "57P03"),
    /** The rule's time is over, or that of the certificate that the session began with. */
    SESSION_EXPIRED(Blame.POLICY, "57P01"),
    /** The certificate that the session began with is revoked. */
    SESSION_REVOKED(Blame.POLICY, "57P01"),
    SHUTTING_DOWN(Blame.OURS, "57P01"),
    /** A defect; the log has the details. */
    INTERNAL(Blame.OURS, "XX000"),
    /** The gateway cannot start as it was told to. */
    GATEWAY_SETTINGS(Blame.CONFIG, "F0000");

    private final Blame blame;
    private final String sqlstate;

    GatewayCode(Blame blame, String sqlstate) {
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
