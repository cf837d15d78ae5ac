package dev.postern.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.server.LocalServer;
import dev.postern.server.ServerSpec;
import dev.postern.server.StopMode;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.Eventually;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

@EnabledIfPostgres(PgVersion.V18)
class KeptServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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

    /** The fixture's server with a fixed port, as {@code up} starts its own; the fixture's has to go first. */
    private static ServerSpec portOf(TestPostgres test) {
        int port = test.port();
        test.server().stop(StopMode.IMMEDIATE);
        return test.server().spec().withPort(port);
    }
}
