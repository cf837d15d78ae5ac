package dev.postern.provision.matrix;

import dev.postern.postgres.sqlstate.SqlState;
import dev.postern.provision.prove.Verdict;
import java.util.Set;

/** What came of a question. */
public sealed interface Outcome {
    /** @param answer what the server answered */
    record Allowed(String answer) implements Outcome {}

    /** @param by the SQLSTATE, the alert of TLS, or {@code password} when it asked for one that was not shown */
    record Refused(String by, String sentence) implements Outcome {}

    /** Nobody knows whether it is allowed. */
    record Unknown(String why) implements Outcome {}

    /** It was not tried, because what would have to be shown can only be made with a key that is not ours. */
    record NotMintable(String needs) implements Outcome {}

    /** SQLSTATEs that say no for good; any other error says only that it did not work this time. */
    Set<String> REFUSALS =
            Set.of(SqlState.INSUFFICIENT_PRIVILEGE, SqlState.READ_ONLY_SQL_TRANSACTION, SqlState.INVALID_CATALOG_NAME);

    /** A proof's verdict; a server that is full, busy or going down has refused nobody. */
    static Outcome of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allowed(String detail) -> new Allowed(detail);
            case Verdict.RefusedByTls(var alert, String message) -> new Refused(alert.word(), message);
            case Verdict.Asked(String message) -> new Refused("password", message);
            case Verdict.Unknown(String why) -> new Unknown(why);
            case Verdict.Refused(String state, String message) ->
                REFUSALS.contains(state) || SqlState.classOf(state).equals("28")
                        ? new Refused(state, message)
                        : new Unknown("SQLSTATE " + state + ": " + message);
        };
    }

    /** {@code allowed}, {@code refused 42501}, {@code unknown} or {@code not mintable}. */
    default String word() {
        return switch (this) {
            case Allowed _ -> "allowed";
            case Refused refused -> "refused " + refused.by();
            case Unknown _ -> "unknown";
            case NotMintable _ -> "not mintable";
        };
    }

    /** The answer, the refusal's sentence, why nothing is known, or what is needed. */
    default String sentence() {
        return switch (this) {
            case Allowed(String answer) -> answer;
            case Refused refused -> refused.sentence();
            case Unknown(String why) -> why;
            case NotMintable(String needs) -> needs;
        };
    }
}
