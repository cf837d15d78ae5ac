package dev.postern.provision.prove;

/** What came of a cell. */
public sealed interface Verdict {
    /** @param detail what the action answered */
    record Allowed(String detail) implements Verdict {}

    /** The server or gateway said no, with its SQLSTATE. */
    record Refused(String sqlstate, String message) implements Verdict {}

    /** The peer ended the handshake. */
    record RefusedByTls(TlsAlert alert, String message) implements Verdict {}

    /** It would go on with a password, and there was none to send: whoever has the right one may get in this way. */
    record Asked(String message) implements Verdict {}

    /** Nothing of these: never counts as what was expected. */
    record Unknown(String why) implements Verdict {}

    /** {@code allowed}, {@code 28000}, {@code unknown_ca}, {@code password} or {@code unknown}. */
    default String word() {
        return switch (this) {
            case Allowed _ -> "allowed";
            case Refused refused -> refused.sqlstate();
            case RefusedByTls refused -> refused.alert().word();
            case Asked _ -> "password";
            case Unknown _ -> "unknown";
        };
    }

    /** The answer, the refusal's sentence, or why nothing is known. */
    default String sentence() {
        return switch (this) {
            case Allowed allowed -> allowed.detail();
            case Refused refused -> refused.message();
            case RefusedByTls refused -> refused.message();
            case Asked(String message) -> message;
            case Unknown(String why) -> why;
        };
    }
}
