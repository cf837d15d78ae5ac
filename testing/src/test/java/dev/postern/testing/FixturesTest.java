package dev.postern.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FixturesTest {
    @Test
    void commandLineGivesBothStreamsAndTheExitCode() {
        CommandLine.Result result = CommandLine.run(
                List.of("sh", "-c", "cat; echo \"$WORD\" >&2; exit 3"),
                Map.of("WORD", "err"),
                "in",
                Duration.ofSeconds(10));
        assertThat(result).isEqualTo(new CommandLine.Result(3, "in", "err\n"));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(result::orFail)
                .withMessageContaining("exit code 3");
    }

    @Test
    void commandThatHangsIsKilled() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> CommandLine.run(List.of("sleep", "60"), Map.of(), "", Duration.ofMillis(50)))
                .withMessageContaining("longer than PT0.05S");
    }

    @Test
    void eventuallyWaitsAndGivesUp() {
        AtomicInteger looks = new AtomicInteger();
        Eventually.until(Duration.ofSeconds(10), "third look", () -> looks.incrementAndGet() == 3);
        assertThat(looks).hasValue(3);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Eventually.value(Duration.ofMillis(30), "the impossible", Optional::empty))
                .withMessage("not within PT0.03S: the impossible");
    }

    @Test
    void clockStandsUntilItIsMoved() {
        ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
        assertThat(clock.instant()).isEqualTo(clock.instant());
        clock.advance(Duration.ofHours(-1));
        assertThat(clock.instant()).isEqualTo(Instant.parse("2025-12-31T23:00:00Z"));
    }

    @Test
    void ordinaryUserCanWriteInItsFolder() throws Exception {
        Path folder = TestFolder.freshForOrdinaryUser("owned");
        CommandLine.run(
                        OrdinaryUser.command(
                                List.of("touch", folder.resolve("file").toString())),
                        Map.of(),
                        "",
                        Duration.ofSeconds(10))
                .orFail();
        assertThat(Files.getOwner(folder.resolve("file")).getName()).isNotEqualTo("root");
    }
}
