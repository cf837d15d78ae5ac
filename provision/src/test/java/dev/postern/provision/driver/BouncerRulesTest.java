package dev.postern.provision.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.Eventually;
import dev.postern.testing.OrdinaryUser;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Debian's PgBouncer verifies of its servers. */
@Tag("full")
@EnabledIfPostgres(PgVersion.V18)
class BouncerRulesTest {
    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");
    private static final List<String> SERVERS = List.of("good", "cn", "wrong", "none");

    private static ProbeServers servers;

    @BeforeAll
    static void start() {
        assumeTrue(Files.isExecutable(PROGRAM), "no " + PROGRAM);
        servers = new ProbeServers();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "disable", "allow", "prefer", "require", "verify-ca", "verify-full"})
    void everyModeVerifiesWhatTheTableSays(String said) throws IOException {
        DriverRules rules = Drivers.of(DriverName.PGBOUNCER);
        for (String file : List.of("", "ca", "other")) {
            RootFile root = file.isEmpty() ? RootFile.NONE : RootFile.THERE;
            String mode = said.isEmpty() ? rules.usualMode(root) : said;
            Map<String, String> expected = new TreeMap<>();
            SERVERS.forEach(server -> expected.put(server, expected(rules.tls(mode, root), file, server)));
            assertThat(seen(said, file)).as("root certificate: " + file).isEqualTo(expected);
        }
    }

    private static String expected(Assurance assurance, String file, String server) {
        boolean tls = !server.equals("none");
        boolean trusted = tls && file.equals("ca");
        return switch (assurance) {
            case CLEAR -> "clear";
            case IF_OFFERED -> tls ? "tls" : "clear";
            case ENCRYPTED -> tls ? "tls" : "refused";
            case AUTHORITY -> trusted ? "tls" : "refused";
            case FULL -> trusted && !server.equals("wrong") ? "tls" : "refused";
            case REFUSED -> "refused";
            case CLEAR_FIRST, IF_OFFERED_OR_CLEAR, IF_OFFERED_CHECKED, PROGRAM, PROGRAM_IF_OFFERED, ELSEWHERE ->
                throw new AssertionError(assurance);
        };
    }

    private static Map<String, String> seen(String mode, String root) throws IOException {
        Path folder = TestFolder.fresh("pgbouncer");
        int port = freePort();
        Path settings = write(folder, port, mode, root);
        OrdinaryUser.give(folder);
        Process process = new ProcessBuilder(
                        OrdinaryUser.command(List.of(PROGRAM.toString(), "-q", settings.toString())))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try {
            String console = "jdbc:postgresql://127.0.0.1:" + port + "/";
            Eventually.until(
                    Duration.ofSeconds(20),
                    "PgBouncer listens",
                    () -> !ask(console + "pgbouncer").contains("refused: 08001"));
            Map<String, String> seen = new TreeMap<>();
            for (String server : SERVERS) {
                seen.put(server, ask(console + server).replaceFirst(":.*", ""));
            }
            return seen;
        } finally {
            process.destroy();
        }
    }

    private static Path write(Path folder, int port, String mode, String root) throws IOException {
        Files.writeString(folder.resolve("users"), "\"app\" \"secret\"\n");
        StringBuilder text = new StringBuilder("[databases]\n");
        for (String server : SERVERS) {
            text.append("%s = host=localhost port=%d dbname=postgres\n".formatted(server, servers.port(server)));
        }
        text.append("""
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                auth_type = plain
                auth_file = %s
                unix_socket_dir =
                server_login_retry = 0
                query_wait_timeout = 2
                ignore_startup_parameters = extra_float_digits
                """.formatted(port, folder.resolve("users")));
        if (!mode.isEmpty()) {
            text.append("server_tls_sslmode = ").append(mode).append('\n');
        }
        if (!root.isEmpty()) {
            Path copy = Files.copy(Path.of(servers.file(root + ".crt")), folder.resolve("root.crt"));
            text.append("server_tls_ca_file = ").append(copy).append('\n');
        }
        return Files.writeString(folder.resolve("pgbouncer.ini"), text);
    }

    private static String ask(String url) {
        String asked = "?user=app&password=secret&sslmode=disable&preferQueryMode=simple";
        try (Connection connection = DriverManager.getConnection(url + asked);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
            return row.next() && row.getBoolean(1) ? "tls" : "clear";
        } catch (SQLException failure) {
            return "refused: " + failure.getSQLState();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
