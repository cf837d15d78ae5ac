package dev.postern.provision.connect;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.Cluster;
import dev.postern.model.HostPort;
import dev.postern.provision.secret.SecretReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** Opens connections. */
public final class Connections {
    private Connections() {}

    /**
     * Logs in. Blocks; call it on a virtual thread.
     *
     * @throws NoPasswordException if the server asks for a password and there is none
     */
    public static Connection open(Login login) throws SQLException {
        AtomicBoolean tls = new AtomicBoolean();
        try {
            return ScopedValue.where(LoginTls.CURRENT, new LoginTls.Opening(login, tls))
                    .call(() -> connect(login));
        } catch (SQLException failure) {
            throw asksForPassword(login, tls.get(), failure) ? new NoPasswordException(login, failure) : failure;
        }
    }

    // the driver has one state for "no TLS" and "no password", and its words depend on the locale
    private static boolean asksForPassword(Login login, boolean tls, SQLException failure) {
        boolean without = switch (login.credential()) {
            case Credential.None _, Credential.ClientCertificate _ -> true;
            case Credential.Password _, Credential.Both _ -> false;
        };
        return without
                && (tls || login.transport() instanceof Transport.Plain)
                && !SqlProblems.fromServer(failure)
                && PSQLState.CONNECTION_REJECTED.getState().equals(failure.getSQLState());
    }

    /**
     * The login that a cluster's {@code admin} and {@code tls} declare, to its primary and the administrator's database.
     * Reads the files they name; a password that is not in a file is refused.
     *
     * @throws dev.postern.provision.problem.ProvisionException if there is no admin, or a file cannot be used
     */
    public static Login adminLogin(Cluster cluster) {
        return adminLogin(cluster, SecretReader.filesOnly());
    }

    /** The same, with the administrator's password from wherever this reader reads. */
    public static Login adminLogin(Cluster cluster, SecretReader secrets) {
        return ClusterLogin.admin(cluster, secrets);
    }

    /**
     * What the certificate of a cluster's server must chain to; empty if its declaration does not say.
     *
     * @throws dev.postern.provision.problem.ProvisionException if the file cannot be used
     */
    public static List<X509Certificate> serverAnchors(Cluster cluster) {
        return ClusterLogin.declaredAnchors(cluster);
    }

    /** How connections to a declared cluster are protected. */
    public static Transport transport(Cluster cluster) {
        return ClusterLogin.transport(cluster);
    }

    public static DatabaseConnector to(Login admin) {
        return database -> open(admin.withDatabase(database));
    }

    private static Connection connect(Login login) throws SQLException {
        return Optional.ofNullable(new Driver().connect(url(login.server(), login.database()), properties(login)))
                .orElseThrow(() -> new PSQLException(
                        "pgjdbc does not take " + login.server(), PSQLState.CONNECTION_UNABLE_TO_CONNECT));
    }

    private static String url(HostPort server, String database) {
        return "jdbc:postgresql://" + server + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    private static Properties properties(Login login) {
        Properties all = new Properties();
        PGProperty.USER.set(all, login.user());
        PGProperty.APPLICATION_NAME.set(all, login.applicationName());
        PGProperty.CONNECT_TIMEOUT.set(all, seconds(login.timeouts().connect()));
        PGProperty.SOCKET_TIMEOUT.set(all, seconds(login.timeouts().answer()));
        // the driver would log in on a thread of its own, which has no scoped values
        PGProperty.LOGIN_TIMEOUT.set(all, 0);
        PGProperty.GSS_ENC_MODE.set(all, "disable");
        PGProperty.TCP_KEEP_ALIVE.set(all, true);
        // an empty one keeps the driver from looking into ~/.pgpass, which would prove something else
        PGProperty.PASSWORD.set(
                all,
                switch (login.credential()) {
                    case Credential.Password(Secret password) -> password.text();
                    case Credential.Both both -> both.password().text();
                    case Credential.ClientCertificate _, Credential.None _ -> "";
                });
        switch (login.transport()) {
            case Transport.Plain _ -> PGProperty.SSL_MODE.set(all, "disable");
            case Transport.Encrypted _, Transport.VerifyCa _, Transport.VerifyFull _ -> {
                // names are verified inside the handshake by LoginTls, before anything is sent
                PGProperty.SSL_MODE.set(all, "require");
                PGProperty.SSL_FACTORY.set(all, LoginTls.class.getName());
            }
        }
        return all;
    }

    private static int seconds(Duration duration) {
        return Math.toIntExact(duration.plusMillis(999).toSeconds());
    }
}
