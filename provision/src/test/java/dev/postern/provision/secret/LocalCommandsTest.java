package dev.postern.provision.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.kernel.secret.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LocalCommandsTest {
    private static final Secret NOTHING = Secret.ofText("");

    @Test
    void givesWhatTheProgramSaid() throws IOException {
        CommandRunner.Output output = new LocalCommands(Duration.ofSeconds(20))
                .run(List.of("sh", "-c", "cat; echo no >&2; exit 3"), Secret.ofText("yes"));

        assertThat(output.exit()).isEqualTo(3);
        assertThat(output.out().text()).isEqualTo("yes");
        assertThat(output.error()).isEqualTo("no");
    }

    /** The JDK ends the carriers that stood in for blocked ones after 30 s. */
    @Test
    @Tag("full")
    void aProgramThatIsSilentForLongKeepsNoVirtualThreadFromBeginning() throws InterruptedException {
        CountDownLatch began = new CountDownLatch(1);
        Thread slow = Thread.ofPlatform()
                .start(() -> assertThatThrownBy(
                                () -> new LocalCommands(Duration.ofSeconds(40)).run(List.of("sleep", "60"), NOTHING))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("40 s"));
        assertThat(slow.join(Duration.ofSeconds(35))).isFalse();

        Thread.ofVirtual().start(began::countDown);

        assertThat(began.await(2, TimeUnit.SECONDS)).isTrue();
        slow.join();
    }
}
