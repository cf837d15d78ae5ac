package dev.postern.provision.password;

import dev.postern.kernel.secret.Secret;
import dev.postern.postgres.sqlstate.SqlState;
import dev.postern.provision.connect.Connections;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.SqlProblems;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tries a password by logging in with it, which is all that an administrator of a managed service can do, and all that
 * counts. A server that lets the role in whatever it shows (trust, a certificate) has said nothing about the password, so a
 * wrong one is tried too where the server does not tell by itself how it let us in.
 *
 * @param logins how the role logs in with a password
 * @param wrong a password that nobody has
 */
record LoginAttempt(Function<Secret, Login> logins, Secret wrong) {
    /** What became of one login. */
    private sealed interface Tried {
        /** @param method that {@code system_user} names; empty before PostgreSQL 16 */
        record In(Optional<String> method) implements Tried {}

        record Refused(String sqlstate, String sentence) implements Tried {}

        record Away(String why) implements Tried {}
    }

    Match match(Secret password) {
        return switch (tried(logins.apply(password))) {
            case Tried.In(Optional<String> method) ->
                method.isPresent()
                        ? byMethod(method.get())
                        : unlessWrongOneToo(
                                "the server lets it in with any password, so that nothing is known about this one");
            case Tried.Refused refused
            when refused.sqlstate().equals(SqlState.INVALID_PASSWORD) ->
                new Match.Differs("the server refuses the password");
            // after the password or before it? A wrong one tells
            case Tried.Refused refused -> unlessWrongOneToo("the server refuses the login: " + refused.sentence());
            case Tried.Away away -> new Match.Unknown(away.why());
        };
    }

    /** Why it does not get in, whatever the reason; empty when it does. */
    Optional<String> refusal(Secret password) {
        return switch (tried(logins.apply(password))) {
            case Tried.In _ -> Optional.empty();
            case Tried.Refused refused -> Optional.of("the server refuses the login: " + refused.sentence());
            case Tried.Away away -> Optional.of(away.why());
        };
    }

    private static Match byMethod(String method) {
        return method.equals("scram-sha-256") || method.equals("md5") || method.equals("password")
                ? new Match.Matches()
                : new Match.Unknown("the server lets it in by \"" + method + "\" and does not ask for the password");
    }

    private Match unlessWrongOneToo(String why) {
        return switch (tried(logins.apply(wrong))) {
            case Tried.Refused refused when refused.sqlstate().equals(SqlState.INVALID_PASSWORD) -> new Match.Matches();
            case Tried.In _, Tried.Refused _ -> new Match.Unknown(why);
            case Tried.Away away -> new Match.Unknown(away.why());
        };
    }

    private static Tried tried(Login login) {
        try (Connection connection = Connections.open(login)) {
            return new Tried.In(method(connection));
        } catch (SQLException failure) {
            return SqlProblems.fromServer(failure)
                    ? new Tried.Refused(
                            SqlProblems.sqlstate(failure),
                            SqlProblems.sentence(failure) + " (" + SqlProblems.sqlstate(failure) + ")")
                    : new Tried.Away("there was no answer to a login: " + SqlProblems.sentence(failure));
        }
    }

    private static Optional<String> method(Connection connection) throws SQLException {
        if (connection.getMetaData().getDatabaseMajorVersion() < 16) {
            return Optional.empty();
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT system_user")) {
            // METHOD:identity; nothing when nobody was authenticated
            return Optional.of(
                    row.next() && row.getString(1) != null ? row.getString(1).replaceFirst(":.*", "") : "trust");
        }
    }
}
