package dev.postern.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.CommandLine;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.PgVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The drivers that people use, each from its own registry, unchanged. Fetches and compiles; needs their tools. */
@Tag("full")
@EnabledIfPostgres(PgVersion.V15)
class DriversTest {
    @Test
    void queryPreparedCopyAndCancelWorkFromEveryDriver() {
        try (Site site = Site.open()) {
            Site.Credentials alice = site.person("alice");
            CommandLine.Result result = CommandLine.run(
                    List.of(
                            Path.of("src/test/drivers/run").toAbsolutePath().toString(),
                            Path.of("target/drivers").toAbsolutePath().toString(),
                            "localhost",
                            Integer.toString(site.port()),
                            "demo",
                            "app",
                            alice.certificate().toString(),
                            alice.key().toString(),
                            alice.rootCertificate().toString()),
                    Map.of(),
                    "",
                    Duration.ofMinutes(15));
            System.out.print(result.out());
            assertThat(result.exit()).as(result.out() + result.err()).isZero();
            assertThat(result.out()).contains("passed").doesNotContain("failed");
        }
    }
}
