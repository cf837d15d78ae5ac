package dev.postern.provision.doctor;

import dev.postern.postgres.sqlstate.SqlState;
import dev.postern.provision.connect.Login;
import dev.postern.provision.doctor.message.Explained;
import dev.postern.provision.doctor.message.Messages;
import dev.postern.provision.doctor.message.Step;
import dev.postern.provision.doctor.probe.ServerError;
import java.util.List;

/**
 * What a server's refusal means. Where it stops is decided by the SQLSTATE, so a server that speaks another language is
 * understood as well; its words, when they are known, say more.
 */
final class Refusals {
    private final Login login;

    Refusals(Login login) {
        this.login = login;
    }

    Check check(ServerError error) {
        List<Explained> known = Messages.explain(error.message() + "\n" + error.detail());
        Step step = step(error.sqlstate());
        return known.isEmpty()
                ? byState(step, error)
                : Check.failed(
                        error.sqlstate().isEmpty() || step == Step.AUTHENTICATION
                                ? known.getFirst().known().step()
                                : step,
                        error.sentence(),
                        known.getFirst().cause(),
                        hint(error, known.getFirst().fix()));
    }

    private static Step step(String sqlstate) {
        return switch (sqlstate) {
            case SqlState.INVALID_CATALOG_NAME, SqlState.TOO_MANY_CONNECTIONS -> Step.DATABASE;
            case SqlState.INSUFFICIENT_PRIVILEGE -> Step.DATABASE;
            case SqlState.CANNOT_CONNECT_NOW, SqlState.ADMIN_SHUTDOWN, SqlState.CRASH_SHUTDOWN -> Step.PROTOCOL;
            case SqlState.PROTOCOL_VIOLATION, SqlState.FEATURE_NOT_SUPPORTED -> Step.PROTOCOL;
            default ->
                switch (SqlState.classOf(sqlstate)) {
                    case "28" -> Step.AUTHENTICATION;
                    case "53" -> Step.DATABASE;
                    case "22", "42" -> Step.SETTINGS;
                    default -> Step.PROTOCOL;
                };
        };
    }

    private Check byState(Step step, ServerError error) {
        String cause = switch (error.sqlstate()) {
            case SqlState.INVALID_CATALOG_NAME -> "the server has no database " + login.database();
            case SqlState.TOO_MANY_CONNECTIONS -> "there is no connection left for " + login.user();
            case SqlState.INVALID_PASSWORD -> "the password is not the one that the server has";
            case SqlState.INVALID_AUTHORIZATION_SPECIFICATION ->
                "no rule of the server lets " + login.user() + " in like this";
            case SqlState.CANNOT_CONNECT_NOW -> "the server is starting, stopping or recovering";
            case SqlState.INSUFFICIENT_PRIVILEGE -> login.user() + " may not connect to " + login.database();
            default -> "the server refuses the connection";
        };
        return Check.failed(
                step,
                error.sentence(),
                cause,
                hint(error, "see the server's log at this moment: it says more than it tells"));
    }

    private static String hint(ServerError error, String fix) {
        return error.hint().isEmpty() ? fix : error.hint() + "; " + fix;
    }
}
