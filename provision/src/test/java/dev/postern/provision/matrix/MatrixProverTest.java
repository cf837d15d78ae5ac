package dev.postern.provision.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.postgres.conninfo.Conninfo;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.fixture.CertServer;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestPostgres;
import dev.postern.testing.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("server")
class MatrixProverTest {
    @TempDir
    Path home = Path.of("");

    @ParameterizedTest
    @EnumSource(names = {"V10", "V13", "V15", "V18"})
    void whatTheCatalogueSaysIsProvenWithLogins(PgVersion version) throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(version.missing().isEmpty(), "no such server here");
        TestPostgres server = TestServers.shared(version);
        String database = prepared(server, "mtxa");
        server.execute("postgres", "ALTER ROLE mtxa_reader SET default_transaction_read_only = on");
        passwords("mtxa_owner:owner-77", "mtxa_reader:reader-77");

        Matrix matrix = matrix(server, database, List.of("mtxa_owner", "mtxa_reader"), 4);

        assertThat(matrix.rows())
                .filteredOn(row -> row.judgement() != Judgement.AS_EXPECTED)
                .as("all is as the server says")
                .isEmpty();
        assertThat(matrix.passed()).isTrue();
        assertThat(told(matrix))
                .contains(
                        "mtxa_reader, right password: connect: allowed",
                        "mtxa_reader, wrong password: connect: refused 28P01",
                        "mtxa_reader, nothing: connect: refused password",
                        "mtxa_reader, password of mtxa_owner: connect: refused 28P01",
                        "mtxa_reader, right password: read kept.\"odd \"\"one\"\"\": allowed",
                        "mtxa_reader, right password: insert into kept.\"odd \"\"one\"\"\": refused 42501",
                        "mtxa_reader, right password: update kept.\"odd \"\"one\"\"\": allowed",
                        "mtxa_reader, right password: create a table in kept: refused 42501",
                        "mtxa_owner, right password: delete from kept.\"odd \"\"one\"\"\": allowed",
                        "mtxa_owner, right password: create a table in kept: allowed");
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT (SELECT count(*) FROM kept.\"odd \"\"one\"\"\"),"
                        + " (SELECT count(*) FROM pg_class WHERE relname LIKE 'postern%')")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).as("no row is touched").isEqualTo(2);
            assertThat(row.getInt(2)).as("nothing stays").isZero();
        }
    }

    @Test
    void whoeverTheRulesTrustGetsInWithAWrongPasswordAndThatDiffers() throws Exception {
        try (TestPostgres server = TestPostgres.builder(PgVersion.V18)
                .hba(
                        "host all mtxb_reader 127.0.0.1/32 trust",
                        "host all mtxb_owner 127.0.0.1/32 reject",
                        "host all all 127.0.0.1/32 scram-sha-256")
                .start()) {
            String database = prepared(server, "mtxb");
            passwords("mtxb_owner:owner-77", "mtxb_reader:reader-77");

            Matrix matrix = matrix(server, database, List.of("mtxb_owner", "mtxb_reader"), 8);

            assertThat(matrix.passed()).isFalse();
            assertThat(matrix.rows())
                    .filteredOn(row -> row.judgement() == Judgement.DIFFERS)
                    .extracting(
                            row -> row.question().role() + ", " + row.question().shows())
                    .containsExactlyInAnyOrder(
                            "mtxb_reader, nothing",
                            "mtxb_reader, wrong password",
                            "mtxb_reader, password of mtxb_owner");
            assertThat(told(matrix)).contains("mtxb_owner, right password: connect: refused 28000");
            assertThat(matrix.count(Judgement.UNKNOWN)).isZero();
        }
    }

    @Test
    void whatCannotBeTriedIsUnknownAndNotGreen() throws Exception {
        TestPostgres server = TestServers.shared(PgVersion.V18);
        String database = prepared(server, "mtxc");
        passwords("mtxc_reader:reader-77");
        server.execute("postgres", "ALTER ROLE mtxc_reader CONNECTION LIMIT 0");

        Matrix matrix = matrix(server, database, List.of("mtxc_owner", "mtxc_reader"), 8);

        assertThat(matrix.passed()).isFalse();
        assertThat(matrix.count(Judgement.DIFFERS)).isZero();
        assertThat(matrix.rows())
                .filteredOn(row -> row.question().shows().equals("right credential"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.outcome().sentence()).contains("no line of ~/.pgpass"));
        assertThat(matrix.rows())
                .filteredOn(row -> row.question().shows().equals("right password"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.outcome())
                        .as("a role that is full has been refused nothing")
                        .isInstanceOf(Outcome.Unknown.class));
    }

    @Test
    void aRoleThatIsNotThereAPasswordInTheStringAndTooManyCellsAreRefused() throws Exception {
        TestPostgres server = TestServers.shared(PgVersion.V18);
        String database = prepared(server, "mtxd");
        passwords("mtxd_owner:owner-77");
        assertThatThrownBy(() -> matrix(server, database, List.of("mtxd_nobody"), 8))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("no role mtxd_nobody");
        assertThatThrownBy(() -> prover(server, "password=x dbname=" + database, List.of("mtxd_owner"), 8, 100))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("has a password")
                .hasMessageNotContaining("=x");
        assertThatThrownBy(() -> prover(server, "dbname=" + database, List.of("mtxd_owner"), 8, 3)
                        .prove())
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("more than 3");
    }

    @Test
    void certificatesOfEachKindAreTriedAndTheExpiredOneOnlyIfItIsGiven() throws Exception {
        CertServer server = CertServer.shared(PgVersion.V18);
        String database = prepared(server.postgres, "mtxe");
        Path folder = Files.createDirectory(home.resolve("certificates"));
        for (String role : List.of("mtxe_owner", "mtxe_reader", "postgres")) {
            certificate(folder, role, server.clients.client(role, "alice"));
        }
        certificate(folder, "mtxe_reader.expired", server.clients.expired("mtxe_reader", "alice"));
        Path root = home.resolve("servers.crt");
        Files.writeString(root, Pem.write(server.servers.root()));

        Matrix matrix = new MatrixProver(
                        new Asked(
                                Conninfo.parse("host=localhost port=" + server.postgres.port() + " dbname=" + database
                                        + " sslmode=verify-full sslrootcert=" + root),
                                Map.of(),
                                home,
                                "postgres",
                                "postgres",
                                List.of("mtxe_owner", "mtxe_reader"),
                                Optional.of(folder),
                                Set.of("kept"),
                                8,
                                500),
                        new SecureRandom(),
                        InstantSource.system())
                .prove();

        assertThat(matrix.rows())
                .filteredOn(row -> row.judgement() != Judgement.AS_EXPECTED)
                .singleElement()
                .satisfies(row -> assertThat(
                                row.question().role() + " " + row.outcome().word())
                        .isEqualTo("mtxe_owner not mintable"));
        assertThat(matrix.passed()).as("what cannot be made blocks nothing").isTrue();
        assertThat(told(matrix))
                .contains(
                        "mtxe_reader, right certificate: connect: allowed",
                        "mtxe_reader, right certificate: connect: refused password",
                        "mtxe_reader, nothing: connect: refused 28000",
                        "mtxe_reader, certificate of mtxe_owner: connect: refused 28000",
                        "mtxe_reader, certificate of another authority: connect: refused unknown_ca",
                        "mtxe_reader, expired certificate: connect: refused certificate_expired");
    }

    private static void certificate(Path folder, String name, Credential.ClientCertificate certificate)
            throws IOException {
        Files.writeString(folder.resolve(name + ".crt"), Pem.write(certificate.leaf()));
        PrivateKeyFile.writePem(folder.resolve(name + ".key"), certificate.key());
    }

    private static String prepared(TestPostgres server, String name) throws Exception {
        String database = server.createDatabase();
        String table = "kept.\"odd \"\"one\"\"\"";
        for (String role : List.of(name + "_owner", name + "_reader")) {
            server.execute(
                    "postgres",
                    "DO $$ BEGIN CREATE ROLE " + role
                            + "; EXCEPTION WHEN duplicate_object THEN NULL; END $$; ALTER ROLE "
                            + role + " LOGIN CONNECTION LIMIT -1 PASSWORD '"
                            + (role.endsWith("owner") ? "owner-77" : "reader-77") + "'");
        }
        server.execute(
                database,
                "CREATE SCHEMA kept AUTHORIZATION " + name + "_owner; CREATE TABLE " + table
                        + " (id int GENERATED ALWAYS AS IDENTITY, word text NOT NULL); ALTER TABLE " + table
                        + " OWNER TO "
                        + name + "_owner; INSERT INTO " + table
                        + " (word) VALUES ('a'), ('b'); GRANT USAGE ON SCHEMA kept TO "
                        + name + "_reader; GRANT SELECT (word), UPDATE (id) ON " + table + " TO " + name + "_reader");
        return database;
    }

    private void passwords(String... lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append("*:*:*:").append(line).append('\n');
        }
        Path file = home.resolve(".pgpass");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private Matrix matrix(TestPostgres server, String database, List<String> roles, int connections) {
        return prover(server, "dbname=" + database, roles, connections, 500).prove();
    }

    private MatrixProver prover(TestPostgres server, String more, List<String> roles, int connections, int most) {
        return new MatrixProver(
                new Asked(
                        Conninfo.parse("host=127.0.0.1 port=" + server.port() + " " + more),
                        Map.of("PGPASSWORD", server.password()),
                        home,
                        "postgres",
                        "postgres",
                        roles,
                        Optional.empty(),
                        Set.of("kept"),
                        connections,
                        most),
                new SecureRandom(),
                InstantSource.system());
    }

    private static List<String> told(Matrix matrix) {
        return matrix.rows().stream()
                .map(row -> row.question().role() + ", " + row.question().shows() + ": "
                        + row.question().action() + ": " + row.outcome().word())
                .toList();
    }
}
