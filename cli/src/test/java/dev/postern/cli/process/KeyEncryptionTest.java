package dev.postern.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.kernel.problem.ProblemException;
import dev.postern.pki.authority.VolatileJournal;
import dev.postern.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyEncryptionTest {
    private final SecureRandom random = new SecureRandom();
    private final ManualClock clock = ManualClock.at("2026-03-01T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void emptyStoreBesideAHomeThatHadRootsIsALoss() {
        Home home = Home.open(folder.resolve("home"));
        KeyEncryption.authorities(home, new VolatileJournal(), clock, random);

        assertThatThrownBy(() -> KeyEncryption.authorities(home, new VolatileJournal(), clock, random))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void killedBetweenTheRootsAndTheirMarkItDoesNotFoundAgainLater() throws IOException {
        Home home = Home.open(folder.resolve("home"));
        VolatileJournal journal = new VolatileJournal();
        KeyEncryption.authorities(home, journal, clock, random);
        Home.mark(home.founding());

        KeyEncryption.authorities(home, journal, clock, random);

        assertThat(Files.exists(home.founding())).isFalse();
        assertThatThrownBy(() -> KeyEncryption.authorities(home, new VolatileJournal(), clock, random))
                .isInstanceOf(ProblemException.class);
    }
}
