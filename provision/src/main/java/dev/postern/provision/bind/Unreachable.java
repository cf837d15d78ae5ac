package dev.postern.provision.bind;

import dev.postern.model.Cluster;
import dev.postern.postgres.sqlstate.SqlState;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.SqlProblems;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;

/** Why an administrator cannot get in, said with host, port, database and role, and what to do about it. */
final class Unreachable {
    private Unreachable() {}

    static ProvisionException problem(Cluster cluster, Login login, SQLException failure) {
        String where = "Cluster " + cluster.metadata().name() + ": " + login.server();
        if (SqlProblems.fromServer(failure)) {
            String state = SqlProblems.sqlstate(failure);
            return new ProvisionException(
                    SqlState.classOf(state).equals("28") ? ProvisionCode.LOGIN_REFUSED : ProvisionCode.SERVER_AWAY,
                    where + " refuses " + login.user() + " at database " + login.database() + ": "
                            + SqlProblems.sentence(failure) + " (" + state + ")",
                    refusal(state, login),
                    failure);
        }
        if (SqlProblems.cause(failure, SSLException.class).isPresent()) {
            return new ProvisionException(
                    ProvisionCode.SERVER_UNTRUSTED,
                    where + ": TLS fails: "
                            + SqlProblems.cause(failure, SSLException.class)
                                    .map(SSLException::getMessage)
                                    .orElse(SqlProblems.sentence(failure)),
                    "check tls.sslrootcert, that the certificate is for "
                            + login.server().host() + ", and the administrator's certificate",
                    failure);
        }
        return new ProvisionException(
                ProvisionCode.SERVER_AWAY,
                where + " cannot be reached: " + why(failure),
                advice(login, failure),
                failure);
    }

    private static String refusal(String state, Login login) {
        return switch (state) {
            case "28P01" -> "check the password of " + login.user() + " that spec.admin.password names";
            case "28000" ->
                "let " + login.user() + " in by a line of pg_hba.conf for database " + login.database()
                        + ", with the method of its credential";
            case "3D000" -> "name a database that is there in spec.admin.database";
            case "53300" -> "wait until a connection is free, or raise max_connections";
            case "57P03" -> "wait until the server has started or recovered";
            default -> "check spec.admin and the server's log";
        };
    }

    private static String why(SQLException failure) {
        return SqlProblems.cause(failure, IOException.class)
                .map(cause -> switch (cause) {
                    case UnknownHostException _ -> "the host name is not known";
                    case ConnectException _ -> "nobody listens there";
                    case SocketTimeoutException _ -> "no answer in time";
                    default -> cause.getClass().getSimpleName() + ": " + cause.getMessage();
                })
                .orElse(SqlProblems.sentence(failure));
    }

    private static String advice(Login login, SQLException failure) {
        return SqlProblems.cause(failure, UnknownHostException.class).isPresent()
                ? "check the name in spec.endpoints.primary, and DNS"
                : "check that PostgreSQL runs, that listen_addresses has "
                        + login.server().host() + ", and that no firewall keeps port "
                        + login.server().port();
    }
}
