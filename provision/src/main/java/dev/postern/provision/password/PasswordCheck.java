package dev.postern.provision.password;

import dev.postern.kernel.secret.Secret;
import dev.postern.postgres.scram.ScramVerifier;
import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.PinnedSession;
import dev.postern.provision.connect.SqlProblems;
import dev.postern.provision.secret.PasswordMaker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds out which roles have the passwords already that they are to have, so that a second plan is empty. A superuser reads
 * the verifiers, in one query, and nobody logs in. Whoever may not read them tries the passwords.
 *
 * @param logins how a role would log in
 * @param maker of a password that is surely wrong
 */
public record PasswordCheck(Logins logins, PasswordMaker maker) {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** How a role would log in with a password: where to, which database, which certificate besides. */
    @FunctionalInterface
    public interface Logins {
        Login login(String role, Secret password);
    }

    private record Seen(boolean login, boolean expired, Optional<String> verifier) {}

    /**
     * @param wanted passwords by role
     * @return for each role; one that does not exist differs
     * @throws dev.postern.provision.problem.ProvisionException if the administrator cannot connect
     */
    public Map<String, Match> compare(DatabaseConnector admin, String adminDatabase, Map<String, Secret> wanted) {
        Map<String, Match> found = new TreeMap<>();
        if (wanted.isEmpty()) {
            return found;
        }
        boolean readable;
        Map<String, Seen> seen;
        try (Connection connection = admin.connect(adminDatabase)) {
            PinnedSession.pin(connection, LIMIT, LIMIT);
            readable = mayReadVerifiers(connection);
            seen = seen(connection, wanted, readable);
        } catch (SQLException failure) {
            throw SqlProblems.noConnection("database " + adminDatabase, failure);
        }
        wanted.forEach((role, password) -> {
            Seen there = seen.get(role);
            found.put(
                    role,
                    there == null
                            ? new Match.Differs("the role is not there yet")
                            : readable ? byVerifier(there, password) : byLogin(role, there, password));
        });
        return found;
    }

    /** By a login alone, whatever else could be known: what an application will see. */
    public Match tryLogin(String role, Secret password) {
        return new LoginAttempt(given -> logins.login(role, given), maker.make()).match(password);
    }

    /** Why this role does not get in with this password: also a login that is locked although the password is right. */
    public Optional<String> refusal(String role, Secret password) {
        return new LoginAttempt(given -> logins.login(role, given), maker.make()).refusal(password);
    }

    private Match byLogin(String role, Seen there, Secret password) {
        if (there.expired()) {
            return new Match.Unknown("its password has expired, so that every login is refused");
        }
        if (!there.login()) {
            return new Match.Unknown("it may not log in");
        }
        return tryLogin(role, password);
    }

    private static Match byVerifier(Seen there, Secret password) {
        if (there.verifier().isEmpty()) {
            return new Match.Differs("it has no password");
        }
        return ScramVerifier.parse(there.verifier().get())
                .<Match>map(verifier ->
                        verifier.matches(password) ? new Match.Matches() : new Match.Differs("it has another password"))
                .orElse(new Match.Differs("its password is not hashed with SCRAM-SHA-256"));
    }

    private static boolean mayReadVerifiers(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT pg_catalog.has_column_privilege('pg_catalog.pg_authid', 'rolpassword', 'SELECT')")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static Map<String, Seen> seen(Connection connection, Map<String, Secret> wanted, boolean readable)
            throws SQLException {
        String sql = "SELECT rolname, rolcanlogin, coalesce(rolvaliduntil < pg_catalog.now(), false), "
                + (readable ? "rolpassword FROM pg_catalog.pg_authid" : "NULL FROM pg_catalog.pg_roles")
                + " WHERE rolname = ANY (?::pg_catalog.name[])";
        Map<String, Seen> seen = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setArray(1, connection.createArrayOf("name", wanted.keySet().toArray()));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    seen.put(
                            row.getString(1),
                            new Seen(row.getBoolean(2), row.getBoolean(3), Optional.ofNullable(row.getString(4))));
                }
            }
        }
        return seen;
    }
}
