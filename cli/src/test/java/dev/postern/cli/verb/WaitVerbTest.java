package dev.postern.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.cli.fixture.Typed;
import dev.postern.testing.CommandLine;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.Eventually;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestPostgres;
import dev.postern.testing.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledIfPostgres(PgVersion.V18)
final class WaitVerbTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestPostgres server = TestServers.shared(PgVersion.V18);

    @TempDir
    Path userHome = Path.of("");

    @Test
    void databaseThatIsThereIsReachedAtOnce() {
        Typed.Result result = waiting("postgres");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo("database: reached\n");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void aKeywordThatLibpqDoesNotKnowIsWrongUsage() {
        Typed.Result result = new Typed(userHome).run("wait", "hots=127.0.0.1", "--timeout", "1s");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("hots", "did you mean \"host\"?");
        assertThat(new Typed(userHome)
                        .run("migrate", "--conninfo", "host='127", "--", "true")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void closedPortIsNotReachable() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        Typed.Result result = new Typed(userHome).run("wait", "host=127.0.0.1 port=" + closed, "--timeout", "1s");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("waiting for reachable: 127.0.0.1:" + closed + " is not reachable")
                .contains("not reachable in time");
    }

    @Test
    void serverWithoutTlsIsNotThere() {
        Typed.Result result = new Typed(userHome)
                .with("PGPASSWORD", server.password())
                .run(
                        "wait",
                        "host=127.0.0.1 port=" + server.port() + " dbname=postgres user=postgres sslmode=require",
                        "--timeout",
                        "tls=1s");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("waiting for tls:", "offers no TLS", "not tls in time");
    }

    @Test
    void missingPasswordIsToldAsOneAndNotAsMissingTls() {
        Typed.Result result = new Typed(userHome)
                .run(
                        "wait",
                        "host=127.0.0.1 port=" + server.port() + " dbname=postgres user=postgres",
                        "--timeout",
                        "1s");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("waiting for authenticated:", "asks for the password of postgres, and there is none")
                .doesNotContain("sslmode=disable");
    }

    @Test
    void passwordFileAndServiceAreReadAsPsqlDoes() throws IOException {
        Path passwords = userHome.resolve("pass:words");
        Files.writeString(
                passwords,
                "# a remark\nelsewhere:*:*:*:wrong\n127.0.0.1:*:postgres:postgres:" + server.password() + "\n");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
        Path services = userHome.resolve("services.conf");
        Files.writeString(
                services,
                "[other]\nhost=nowhere.invalid\n[bills]\nhost=127.0.0.1\nport=" + server.port()
                        + "\ndbname=postgres\nuser=postgres\npassfile=" + passwords + "\n");
        Typed typed = new Typed(userHome).with("PGSERVICEFILE", services.toString());

        Typed.Result result = typed.run("wait", "service=bills", "--timeout", "5s");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(CommandLine.run(
                                List.of("psql", "-XAtwc", "SELECT 1", "service=bills"),
                                Map.of("PGSERVICEFILE", services.toString()),
                                "",
                                Duration.ofSeconds(20))
                        .exit())
                .isZero();

        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(typed.run("wait", "service=bills", "--timeout", "1s").err())
                .contains("pass:words has the mode rw-r--r--", "chmod 0600");
        assertThat(typed.run("wait", "service=nobodys", "--timeout", "1s").err())
                .contains("the service nobodys is in neither " + services);
    }

    @Test
    void wrongPasswordIsToldWithItsSqlstateAndNotPrinted() {
        Typed.Result result = new Typed(userHome)
                .with("PGPASSWORD", "wrong-canary")
                .run("wait", conninfo("postgres"), "--timeout", "1s", "--json");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("\"stage\" : \"authenticated\"", "28P01");
        assertThat(result.out() + result.err()).doesNotContain("wrong-canary");
    }

    @Test
    void missingDatabaseAndThenMissingMigrationAreWaitedFor() throws Exception {
        String name = "waited_for";
        CompletableFuture<Void> others = CompletableFuture.runAsync(() -> makeSlowly(name));
        Typed.Result result = waiting(name, "--migrated-table", "public.devices", "--timeout", "20s");
        others.get(20, TimeUnit.SECONDS);

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo("migrated: reached\n");
        assertThat(result.err())
                .contains("waiting for database: the database waited_for is not there")
                .contains("waiting for migrated: the table public.devices is not there yet");
    }

    @Test
    void queryThatFailsIsSaid() {
        Typed.Result result = waiting("postgres", "--migrated-query", "select nonsense", "--timeout", "1s");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("42703");
    }

    @Test
    void secondHostIsTriedWhenTheFirstIsAway() {
        Typed.Result result = new Typed(userHome)
                .with("PGPASSWORD", server.password())
                .with("PGHOST", "does-not-exist.invalid,127.0.0.1")
                .with("PGPORT", Integer.toString(server.port()))
                .with("PGUSER", "postgres")
                .run("wait", "dbname=postgres", "--timeout", "5s");

        assertThat(result.code()).as(result.err()).isZero();
    }

    @Test
    void whoeverAcceptsAndSaysNothingEndsWithTheTimeout() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            long began = System.nanoTime();
            Typed.Result result =
                    new Typed(userHome).run("wait", "host=127.0.0.1 port=" + mute.getLocalPort(), "--timeout", "2s");

            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err()).contains("no answer in time");
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began))
                    .isLessThan(15);
        }
    }

    @Test
    void garbageIsNoDatabaseAndNeverReachesTheTerminalRaw() throws Exception {
        try (ServerSocket odd = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(odd, "\u001b[31mHTTP/1.1 400 Bad Request\r\n\r\n"));
            Typed.Result result =
                    new Typed(userHome).run("wait", "host=127.0.0.1 port=" + odd.getLocalPort(), "--timeout", "1s");

            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err()).doesNotContain("\u001b");
        }
    }

    @ParameterizedTest
    @CsvSource({"--timeout,soon", "--timeout,tsl=5s", "--timeout,8d", "--until,ready", "--until,migrated"})
    void wrongUsageIsToldInOneSentence(String option, String value) {
        Typed.Result result = waiting("postgres", option, value);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err().lines().count()).isLessThanOrEqualTo(2);
    }

    private Typed.Result waiting(String database, String... options) {
        String[] words = new String[options.length + 2];
        words[0] = "wait";
        words[1] = conninfo(database);
        System.arraycopy(options, 0, words, 2, options.length);
        return new Typed(userHome).with("PGPASSWORD", server.password()).run(words);
    }

    private String conninfo(String database) {
        return "host=127.0.0.1 port=" + server.port() + " dbname=" + database + " user=postgres sslmode=disable";
    }

    /** Each only when its absence has been noticed. */
    private void makeSlowly(String name) {
        Eventually.until(
                PATIENCE,
                "the database is missed",
                () -> server.log().contains("database \"" + name + "\" does not exist"));
        execute("postgres", "CREATE DATABASE " + name);
        Eventually.until(PATIENCE, "the table is missed", () -> sessions(name) > 0);
        execute(name, "CREATE TABLE devices (id int)");
    }

    private void execute(String database, String sql) {
        try {
            server.execute(database, sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private long sessions(String database) {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT sessions FROM pg_stat_database WHERE datname = '" + database + "'")) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void answer(ServerSocket server, String text) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                client.getOutputStream().flush();
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Test
    void certificatesOfTheHomeFolderAreFoundAndReported() throws IOException {
        Files.createDirectories(userHome.resolve(".postgresql"));
        Files.writeString(userHome.resolve(".postgresql").resolve("root.crt"), "not a certificate");
        Typed.Result result = new Typed(userHome)
                .run("wait", "host=127.0.0.1 port=" + server.port() + " sslmode=verify-full", "--timeout", "1s");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("root.crt");
    }
}
