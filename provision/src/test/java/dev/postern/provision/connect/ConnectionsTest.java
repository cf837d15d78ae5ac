package dev.postern.provision.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.kernel.durable.DurableFile;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.Cluster;
import dev.postern.model.HostPort;
import dev.postern.model.Metadata;
import dev.postern.model.SecretSource;
import dev.postern.model.SslMode;
import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.provision.fixture.CertServer;
import dev.postern.provision.fixture.TestAuthority;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class ConnectionsTest {
    private final CertServer server = CertServer.shared(PgVersion.V18);
    private final Path folder = TestFolder.fresh("cluster");

    @Test
    void logsInWithWhatAClusterNames() throws IOException, SQLException {
        Credential.ClientCertificate admin = server.clients.client("postgres", "postern");
        Files.writeString(folder.resolve("admin.crt"), Pem.write(admin.chain()));
        PrivateKeyFile.writePem(folder.resolve("admin.key"), admin.key());
        Files.writeString(folder.resolve("ca.crt"), Pem.write(server.servers.root()));
        Cluster.AdminCredential files =
                new Cluster.AdminCredential.ClientCertificate(folder.resolve("admin.crt"), folder.resolve("admin.key"));
        for (SslMode mode : List.of(SslMode.REQUIRE, SslMode.VERIFY_CA, SslMode.VERIFY_FULL)) {
            try (Connection connection = Connections.open(Connections.adminLogin(cluster(mode, files)))) {
                assertThat(connection.getMetaData().getUserName()).isEqualTo("postgres");
            }
        }
        assertThatThrownBy(() -> Connections.adminLogin(cluster(SslMode.PREFER, files)))
                .isInstanceOfSatisfying(
                        ProvisionException.class,
                        e -> assertThat(e.first().code()).isEqualTo(ProvisionCode.NOT_ENFORCEABLE));
    }

    @Test
    void logsInWithAPasswordFile() throws IOException, SQLException {
        Path file = folder.resolve("password");
        DurableFile.write(file, (server.postgres.password() + "\n").getBytes(UTF_8), DurableFile.OWNER_ONLY);
        Cluster cluster = cluster(SslMode.DISABLE, new Cluster.AdminCredential.Password(new SecretSource.File(file)));
        try (Connection connection = Connections.open(Connections.adminLogin(cluster))) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void missingFilesAndAdminsAreSaid() {
        Cluster.AdminCredential none =
                new Cluster.AdminCredential.Password(new SecretSource.File(folder.resolve("nowhere")));
        assertThatThrownBy(() -> Connections.adminLogin(cluster(SslMode.DISABLE, none)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("nowhere");
        Cluster nobody = new Cluster(
                new Metadata("c", Map.of()),
                Cluster.Engine.EXTERNAL,
                server.address(),
                List.of(),
                new Cluster.Tls(SslMode.DISABLE, Optional.empty()),
                Optional.empty());
        assertThatThrownBy(() -> Connections.adminLogin(nobody)).hasMessageContaining("no admin");
    }

    @Test
    void serverIsVerified() {
        Credential right = server.clients.client("postgres", "postern");
        TestAuthority others = new TestAuthority("Others");
        List<Transport> wrong = List.of(
                new Transport.VerifyFull(others.anchors()),
                new Transport.VerifyCa(others.anchors()),
                new Transport.VerifyFull(server.servers.anchors(), Optional.of("pg.example.com")));
        for (Transport transport : wrong) {
            Login login = new Login(server.address(), "postgres", "postgres", right, transport);
            assertThatThrownBy(() -> Connections.open(login))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(SqlProblems.cause(e, SSLException.class))
                                    .isPresent());
        }
    }

    @Test
    void serverNameMayDifferFromTheAddress() throws SQLException {
        Login login = new Login(
                new HostPort("127.0.0.1", server.postgres.port()),
                "postgres",
                "postgres",
                server.clients.client("postgres", "postern"),
                new Transport.VerifyFull(server.servers.anchors(), Optional.of("localhost")));
        try (Connection connection = Connections.open(login)) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void nothingSecretIsPrinted() {
        Login login = server.login("postgres", "postgres", server.clients.client("postgres", "postern"));
        assertThat(login.toString()).doesNotContain("PrivateKey").contains("CN=postgres");
    }

    private Cluster cluster(SslMode mode, Cluster.AdminCredential credential) {
        return new Cluster(
                new Metadata("c", Map.of()),
                Cluster.Engine.EXTERNAL,
                server.address(),
                List.of(),
                new Cluster.Tls(mode, Optional.of(folder.resolve("ca.crt"))),
                Optional.of(new Cluster.Admin("postgres", "postgres", credential)));
    }
}
