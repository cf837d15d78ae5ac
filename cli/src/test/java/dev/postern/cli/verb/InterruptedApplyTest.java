package dev.postern.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.cli.Main;
import dev.postern.cli.fixture.Typed;
import dev.postern.testing.CommandLine;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.Eventually;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import dev.postern.testing.TestPostgres;
import dev.postern.testing.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ctrl-C while a real process applies. */
@EnabledIfPostgres(PgVersion.V18)
final class InterruptedApplyTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final TestPostgres server = TestServers.shared(PgVersion.V18);
    private final Path folder = TestFolder.fresh("interrupted");

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void whatIsDoneIsToldAndTheNextPlanHasWhatIsLeft(String signal, int exit) throws Exception {
        Assumptions.assumeFalse(signal.equals("INT") && interruptsAreIgnored(), "a background job ignores SIGINT");
        String name = "cut" + signal.toLowerCase(java.util.Locale.ROOT);
        server.execute("postgres", "CREATE DATABASE " + name);
        String file = declare(name);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        try (Connection other = server.connect(name);
                Statement statement = other.createStatement()) {
            // somebody else makes the same schema and has not committed: the apply waits in the middle
            other.setAutoCommit(false);
            statement.execute("CREATE SCHEMA extra");
            Process apply = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            "apply",
                            "--direct",
                            file)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            try {
                Eventually.until(PATIENCE, "apply waits for the other's schema", () -> {
                    assertThat(apply.isAlive()).as(() -> said(out) + said(err)).isTrue();
                    return waits(name);
                });
                CommandLine.run("kill", "-" + signal, Long.toString(apply.pid()))
                        .orFail();
                assertThat(apply.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            } finally {
                apply.destroyForcibly();
            }
            assertThat(apply.exitValue()).isEqualTo(exit);
            Eventually.until(PATIENCE, "its session is gone", () -> !connected(name));
            other.rollback();
        }
        assertThat(Files.readString(out)).contains("done  c: create role " + name + "_app (");
        assertThat(Files.readString(err))
                .matches(
                        "(?s).*Interrupted: [1-9][0-9]* steps done, 0 deliveries\\. .*The next plan has what is left\\.\n");

        Typed.Result left = run("plan", "--direct", "--exit-code", file);
        assertThat(left.code()).as(left.err()).isEqualTo(5);
        assertThat(left.out()).contains("schema extra").doesNotContain("create role");
        Typed.Result rest = run("apply", "--direct", file);
        assertThat(rest.code()).as(rest.err()).isZero();
        assertThat(run("plan", "--direct", "--exit-code", file).code()).isZero();
    }

    @Test
    void anApplyThatEndsByItselfSaysNothingOfAnInterruption() throws Exception {
        Typed.Result done = run("apply", "--direct", declare("whole"));
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out() + done.err()).doesNotContain("nterrupted");
    }

    /** As a shell without job control starts what it puts into the background; its children inherit that. */
    private static boolean interruptsAreIgnored() throws IOException {
        String ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow();
        return (Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16) & 2) != 0;
    }

    private static String said(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            return "unreadable: " + failure;
        }
    }

    private boolean waits(String database) throws SQLException {
        return asked("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '" + database
                + "' AND wait_event_type = 'Lock' AND query LIKE 'CREATE SCHEMA%extra%')");
    }

    private boolean connected(String database) throws SQLException {
        return asked("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '" + database
                + "' AND query LIKE 'CREATE SCHEMA%extra%' AND wait_event_type = 'Lock')");
    }

    private boolean asked(String query) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private Typed.Result run(String... words) {
        return new Typed(folder)
                .with("POSTERN_HOME", folder.resolve("home").toString())
                .run(words);
    }

    private String declare(String name) throws IOException {
        Files.setPosixFilePermissions(
                Files.writeString(folder.resolve("admin"), server.password()),
                PosixFilePermissions.fromString("rw-------"));
        return Files.writeString(folder.resolve(name + ".yaml"), """
                {apiVersion: postern.dev/v1alpha1, kind: Cluster, metadata: {name: c}, spec: {
                  engine: external, endpoints: {primary: "localhost:%1$d"}, tls: {sslmode: disable},
                  admin: {user: postgres, password: {file: admin}}}}
                ---
                {apiVersion: postern.dev/v1alpha1, kind: Database, metadata: {name: %2$s}, spec: {
                  cluster: c, owner: %2$s_owner, schemas: [{name: extra}],
                  roles: [{name: %2$s_app, profile: application}]}}
                """.formatted(server.port(), name))
                .toString();
    }
}
