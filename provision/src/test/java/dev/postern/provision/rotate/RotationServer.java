package dev.postern.provision.rotate;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.HostPort;
import dev.postern.provision.connect.Connections;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.Transport;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** A server with a superuser and a managed service's administrator, and fresh roles for each test. */
record RotationServer(TestPostgres postgres) {
    private static final Map<PgVersion, RotationServer> SHARED = new EnumMap<>(PgVersion.class);
    private static final AtomicInteger ROLES = new AtomicInteger();

    static RotationServer of(PgVersion version) throws SQLException {
        Assumptions.assumeTrue(version.missing().isEmpty(), version.missing().orElse(""));
        synchronized (SHARED) {
            RotationServer server = SHARED.get(version);
            if (server == null) {
                server = new RotationServer(TestPostgres.builder(version)
                        .setting("log_statement", "all")
                        .start());
                server.postgres.execute(
                        "postgres",
                        "CREATE ROLE manager LOGIN CREATEROLE CREATEDB PASSWORD '" + server.postgres.password() + "'");
                SHARED.put(version, server);
            }
            return server;
        }
    }

    DatabaseConnector admin(String role) {
        return Connections.to(login(role, Secret.ofText(postgres.password())));
    }

    Login login(String role, Secret password) {
        return new Login(
                new HostPort("127.0.0.1", postgres.port()),
                "postgres",
                role,
                new Credential.Password(password),
                new Transport.Plain());
    }

    boolean accepts(Sink.Delivered delivered) {
        try (Connection connection = Connections.open(login(delivered.user(), delivered.password()))) {
            return connection.isValid(5);
        } catch (SQLException _) {
            return false;
        }
    }

    /** A role that logs in itself. */
    String single(String admin) throws SQLException {
        String role = "single " + ROLES.incrementAndGet();
        as(admin, "CREATE ROLE \"" + role + "\" LOGIN");
        return role;
    }

    /** A role with its two logins, as a plan makes them. */
    String alternating(String admin) throws SQLException {
        String role = "service" + ROLES.incrementAndGet();
        as(admin, "CREATE ROLE " + role);
        for (String login : java.util.List.of(role + "_a", role + "_b")) {
            as(admin, "CREATE ROLE " + login + " LOGIN");
            // made by a superuser, because before 16 a grant of membership is all that CREATEROLE needs
            as("postgres", "GRANT " + role + " TO " + login);
            as("postgres", "ALTER ROLE " + login + " SET role = '" + role + "'");
        }
        return role;
    }

    void as(String role, String sql) throws SQLException {
        try (Connection connection = admin(role).connect("postgres");
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
