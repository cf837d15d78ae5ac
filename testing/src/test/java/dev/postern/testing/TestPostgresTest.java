package dev.postern.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.server.Processes;
import dev.postern.server.ServerTls;
import dev.postern.server.StopMode;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("server")
class TestPostgresTest {
    @ParameterizedTest
    @EnumSource(PgVersion.class)
    void eachVersionStartsAndAnswers(PgVersion version) throws Exception {
        assumeTrue(version.missing().isEmpty(), () -> version.missing().orElse(""));
        TestPostgres postgres = TestServers.shared(version);
        String database = postgres.createDatabase();
        assertThat(ask(postgres, database, "SHOW server_version_num")).startsWith(Integer.toString(version.major()));
        assertThat(ask(postgres, database, "SHOW data_checksums")).isEqualTo("on");
        assertThat(ask(postgres, database, "SELECT 'ä' < 'b'")).isEqualTo("f");
        assertThat(TestServers.shared(version)).isSameAs(postgres);
    }

    @Test
    @EnabledIfPostgres(PgVersion.V18)
    void tlsFilesAreUsedAndDataOutlivesARestart() throws Exception {
        ServerTls files = selfSigned();
        try (TestPostgres postgres =
                TestPostgres.builder(PgVersion.V18).tls(files).start()) {
            postgres.execute("postgres", "CREATE TABLE kept AS SELECT 42 AS n");
            int port = postgres.port();
            postgres.restart(StopMode.FAST);
            assertThat(postgres.port()).isEqualTo(port);
            Properties properties = new Properties();
            properties.setProperty("user", postgres.superuser());
            properties.setProperty("password", postgres.password());
            properties.setProperty("sslmode", "verify-full");
            properties.setProperty("sslrootcert", files.certificate().toString());
            try (Connection connection = DriverManager.getConnection(
                            "jdbc:postgresql://localhost:" + port + "/postgres", properties);
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT n, ssl FROM kept, pg_stat_ssl WHERE pid = pg_backend_pid()")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(42);
                assertThat(rows.getBoolean(2)).isTrue();
            }
        }
    }

    @Test
    @EnabledIfPostgres(PgVersion.V18)
    void nextJvmSweepsWhatAKilledOneLeft() throws Exception {
        List<String> jvm = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                LeftoverServer.class.getName());
        List<String> starting = new ArrayList<>(jvm);
        starting.add(PgVersion.V18.name());
        Process killed = new ProcessBuilder(starting)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = killed.inputReader()) {
            String[] words = String.valueOf(said.readLine()).split(" ", -1);
            Path data = Path.of(words[0]);
            long pid = Long.parseLong(words[1]);
            assertThat(Processes.isAlive(pid)).isTrue();
            killed.destroyForcibly().waitFor();
            assertThat(Processes.isAlive(pid)).isTrue();
            CommandLine.Result next =
                    CommandLine.run(jvm, Map.of(), "", Duration.ofSeconds(60)).orFail();
            assertThat(Processes.isAlive(pid)).isFalse();
            assertThat(data.getParent()).doesNotExist();
            assertThat(Path.of(next.out().strip())).doesNotExist();
        } finally {
            killed.destroyForcibly();
        }
    }

    private static ServerTls selfSigned() {
        Path folder = TestFolder.fresh("tls");
        Path certificate = folder.resolve("s.crt");
        Path key = folder.resolve("s.key");
        CommandLine.run(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=DNS:localhost",
                        "-days",
                        "2",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString())
                .orFail();
        return new ServerTls(certificate, key, certificate);
    }

    private static String ask(TestPostgres postgres, String database, String sql) throws Exception {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
