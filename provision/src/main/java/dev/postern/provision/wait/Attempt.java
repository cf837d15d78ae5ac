package dev.postern.provision.wait;

import dev.postern.postgres.sqlstate.SqlState;
import dev.postern.provision.connect.Connections;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.NoPasswordException;
import dev.postern.provision.connect.SqlProblems;
import dev.postern.provision.connect.Timeouts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** One try to get through all the stages. */
final class Attempt {
    /** By the driver itself: the server answered the request for TLS with "no". */
    private static final String CONNECTION_REJECTED = "08004";

    private Attempt() {}

    /** @param most for connecting and for each answer */
    static Reached make(Login login, Stage until, Optional<Migrated> migrated, Duration most) {
        try (Connection connection = Connections.open(login.withTimeouts(new Timeouts(most, most)))) {
            return until == Stage.MIGRATED && migrated.isPresent()
                    ? migrated(connection, migrated.get())
                    : new Reached.Everything(until);
        } catch (SQLException failure) {
            return stage(login, failure, until);
        }
    }

    private static Reached migrated(Connection connection, Migrated migrated) {
        try {
            return migrated.test(connection)
                    ? new Reached.Everything(Stage.MIGRATED)
                    : new Reached.NotYet(
                            Stage.MIGRATED, migrated.what() + " is not there yet", "see whether the migration runs");
        } catch (SQLException failure) {
            return new Reached.NotYet(
                    Stage.MIGRATED,
                    migrated.what() + " cannot be looked for: " + SqlProblems.sentence(failure) + " ("
                            + SqlProblems.sqlstate(failure) + ")",
                    "check the query, and what the role may read");
        }
    }

    private static Reached stage(Login login, SQLException failure, Stage until) {
        Reached.NotYet why = SqlProblems.fromServer(failure) ? said(login, failure) : broken(login, failure);
        return why.missing().compareTo(until) > 0 ? new Reached.Everything(until) : why;
    }

    private static Reached.NotYet said(Login login, SQLException failure) {
        String state = SqlProblems.sqlstate(failure);
        String sentence = SqlProblems.sentence(failure) + " (" + state + ")";
        return switch (state) {
            case SqlState.INVALID_CATALOG_NAME ->
                new Reached.NotYet(
                        Stage.DATABASE,
                        "the database " + login.database() + " is not there: " + sentence,
                        "have it created: postern apply");
            case SqlState.INSUFFICIENT_PRIVILEGE ->
                new Reached.NotYet(
                        Stage.DATABASE,
                        login.user() + " may not connect to " + login.database() + ": " + sentence,
                        "GRANT CONNECT ON DATABASE");
            case SqlState.CANNOT_CONNECT_NOW ->
                new Reached.NotYet(
                        Stage.AUTHENTICATED,
                        login.server() + " is starting or stopping: " + sentence,
                        "wait, or see its log");
            case SqlState.TOO_MANY_CONNECTIONS ->
                new Reached.NotYet(
                        Stage.DATABASE,
                        "there is no connection left for " + login.user() + ": " + sentence,
                        "compare max_connections and the role's connection limit with what is used");
            default ->
                new Reached.NotYet(
                        Stage.AUTHENTICATED,
                        login.server() + " refuses " + login.user() + ": " + sentence,
                        "check the role, its password or certificate, and the server's HBA lines");
        };
    }

    private static Reached.NotYet broken(Login login, SQLException failure) {
        if (SqlProblems.cause(failure, SSLException.class).isPresent()) {
            return new Reached.NotYet(
                    Stage.TLS,
                    "TLS with " + login.server() + " fails: " + innermost(failure),
                    "check sslrootcert, the host name in the server's certificate, and its dates");
        }
        if (failure instanceof NoPasswordException) {
            return new Reached.NotYet(
                    Stage.AUTHENTICATED,
                    login.server() + " asks for the password of " + login.user() + ", and there is none",
                    "set PGPASSWORD, or name passfile (mode 0600; its host is compared as it is written)");
        }
        if (SqlProblems.sqlstate(failure).equals(CONNECTION_REJECTED)) {
            return new Reached.NotYet(
                    Stage.TLS, login.server() + " offers no TLS", "turn ssl on at the server, or say sslmode=disable");
        }
        Optional<IOException> broken = SqlProblems.cause(failure, IOException.class);
        String why = switch (broken.orElse(new IOException(innermost(failure)))) {
            case UnknownHostException _ -> "its name does not resolve";
            case SocketTimeoutException _ -> "no answer in time";
            case ConnectException refused -> String.valueOf(refused.getMessage());
            case NoRouteToHostException route -> String.valueOf(route.getMessage());
            case IOException other -> "it accepts and hangs up: " + other.getMessage();
        };
        return new Reached.NotYet(
                Stage.REACHABLE,
                login.server() + " is not reachable: " + why,
                "check host and port, whether PostgreSQL listens there, and what is in between");
    }

    private static String innermost(Throwable failure) {
        Throwable at = failure;
        for (int i = 0; i < 20 && at.getCause() != null; i++) {
            at = at.getCause();
        }
        return String.valueOf(at.getMessage()).replaceAll("\\p{Cntrl}+", " ");
    }
}
