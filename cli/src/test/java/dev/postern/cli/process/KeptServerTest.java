package dev.postern.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.server.LocalServer;
import dev.postern.server.ServerSpec;
import dev.postern.server.StopMode;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.Eventually;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

@EnabledIfPostgres(PgVersion.V18)
class KeptServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long MEGABYTE = 1L << 20;

    private final List<String> said = new CopyOnWriteArrayList<>();

    @Test
    void killedServerIsBackOnItsPort() {
        try (TestPostgres test = TestPostgres.start(PgVersion.V18)) {
            LocalServer first = LocalServer.start(portOf(test));
            try (KeptServer kept = KeptServer.keep("demo", first, said::add)) {
                assertThat(kept.note()).isEmpty();

                ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();

                Eventually.until(
                        PATIENCE,
                        "another one runs",
                        () -> kept.server() != first && kept.server().isRunning());
                assertThat(kept.server().port()).isEqualTo(first.port());
                assertThat(kept.server().pid()).isNotEqualTo(first.pid());
                assertThat(kept.note()).isEqualTo("started again 1 time");
                assertThat(said).hasSize(2);
                assertThat(said.getFirst()).contains("demo", Long.toString(first.pid()));
            }
        }
    }

    @Test
    void stoppedServerStaysStopped() {
        try (TestPostgres test = TestPostgres.start(PgVersion.V18)) {
            LocalServer server = LocalServer.start(portOf(test));
            KeptServer kept = KeptServer.keep("demo", server, said::add);

            kept.close();

            assertThat(server.isRunning()).isFalse();
            assertThat(kept.server()).isSameAs(server);
            assertThat(said).isEmpty();
        }
    }

    @Test
    void itsLogIsBoundedWhileItRunsAndGoesOn() throws SQLException, IOException {
        try (TestPostgres test = TestPostgres.start(PgVersion.V18);
                KeptServer kept = KeptServer.keep("demo", test.server(), said::add)) {
            Path log = kept.server().spec().logFile();
            test.execute(
                    "postgres",
                    "do $$ begin for i in 1..40 loop raise log '%', repeat('x', 1048576); end loop; end $$");

            Path before = log.resolveSibling(log.getFileName() + ".1");
            Eventually.until(
                    PATIENCE, "the log has begun anew", () -> Files.exists(before) && size(log) <= 16 * MEGABYTE);
            test.execute("postgres", "do $$ begin raise log 'still heard'; end $$");

            assertThat(Files.readString(log)).contains("still heard").doesNotContain("\0");
            assertThat(Files.size(before)).isEqualTo(16 * MEGABYTE);
            assertThat(Files.getPosixFilePermissions(before)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The fixture's server with a fixed port, as {@code up} starts its own; the fixture's has to go first. */
    private static ServerSpec portOf(TestPostgres test) {
        int port = test.port();
        test.server().stop(StopMode.IMMEDIATE);
        return test.server().spec().withPort(port);
    }
}
