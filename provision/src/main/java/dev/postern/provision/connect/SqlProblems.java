package dev.postern.provision.connect;

import dev.postern.postgres.sqlstate.SqlState;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Tells what a {@link SQLException} means by its SQLSTATE and its causes, never by the words of the server. */
public final class SqlProblems {
    private SqlProblems() {}

    /** Whether the server (or something in between that speaks its protocol) said this; otherwise it is the driver's. */
    public static boolean fromServer(SQLException failure) {
        return serverMessage(failure).isPresent();
    }

    /** The server's sentence, or the driver's, on one line and without control characters. */
    public static String sentence(SQLException failure) {
        String text = serverMessage(failure)
                .flatMap(message -> Optional.ofNullable(message.getMessage()))
                .orElse(String.valueOf(failure.getMessage()));
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    public static String sqlstate(SQLException failure) {
        return Optional.ofNullable(failure.getSQLState()).orElse(SqlState.INTERNAL_ERROR);
    }

    /** Whether the connection is gone, so that nobody knows what became of what was sent last. */
    public static boolean connectionLost(SQLException failure) {
        return switch (SqlState.classOf(sqlstate(failure))) {
            case "08", "57" -> !sqlstate(failure).equals(SqlState.QUERY_CANCELED);
            default -> false;
        };
    }

    /** The first cause of this kind. */
    public static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> kind) {
        return Stream.iterate(failure, at -> at != null, Throwable::getCause)
                .limit(20)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }

    /**
     * Why no connection could be opened, as a problem.
     *
     * @param whither for example {@code orders (pg1.example.com:5432), database postgres}
     */
    public static ProvisionException noConnection(String whither, SQLException failure) {
        String state = sqlstate(failure);
        if (fromServer(failure)) {
            ProvisionCode code = SqlState.classOf(state).equals("28") || state.equals(SqlState.INSUFFICIENT_PRIVILEGE)
                    ? ProvisionCode.LOGIN_REFUSED
                    : ProvisionCode.SERVER_AWAY;
            return new ProvisionException(
                    code,
                    whither + " refuses the login: " + sentence(failure) + " (" + state + ")",
                    "check the administrator's credential and the server's HBA",
                    failure);
        }
        if (failure instanceof NoPasswordException) {
            return new ProvisionException(
                    ProvisionCode.LOGIN_REFUSED,
                    whither + ": " + sentence(failure),
                    "name one, or have the server's HBA line ask for a certificate",
                    failure);
        }
        if (cause(failure, SSLException.class).isPresent()) {
            return new ProvisionException(
                    ProvisionCode.SERVER_UNTRUSTED,
                    whither + ": TLS fails: " + sentence(failure),
                    "check tls.sslrootcert, the host name and the client certificate",
                    failure);
        }
        String why = cause(failure, IOException.class)
                .map(cause -> cause.getClass().getSimpleName() + ": " + cause.getMessage())
                .orElse(sentence(failure));
        return new ProvisionException(
                ProvisionCode.SERVER_AWAY,
                whither + " cannot be reached: " + why,
                "check that PostgreSQL runs and listens there",
                failure);
    }

    private static Optional<ServerErrorMessage> serverMessage(SQLException failure) {
        return failure instanceof PSQLException known
                ? Optional.ofNullable(known.getServerErrorMessage())
                : Optional.empty();
    }
}
