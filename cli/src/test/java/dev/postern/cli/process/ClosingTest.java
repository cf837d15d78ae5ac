package dev.postern.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {
    private final List<String> closed = new ArrayList<>();

    @Test
    void lastOpenedIsClosedFirstAndAFailureKeepsNoOtherOpen() {
        Closing closing = Closing.onSignal();
        part(closing, "store");
        AutoCloseable failing = closing.add(() -> {
            throw new IllegalStateException("cannot");
        });
        part(closing, "gateway");
        closing.close();

        assertThat(failing).isNotNull();
        assertThat(closed).containsExactly("gateway", "store");
    }

    @Test
    void interruptMeantForStartingDoesNotCutClosingShort() {
        Closing closing = Closing.onSignal();
        AutoCloseable part = closing.add(
                () -> closed.add("interrupted: " + Thread.currentThread().isInterrupted()));
        Thread.currentThread().interrupt();
        closing.close();

        assertThat(part).isNotNull();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(closed).containsExactly("interrupted: false");
    }

    private void part(Closing closing, String name) {
        AutoCloseable part = closing.add(() -> closed.add(name));
        assertThat(part).isNotNull();
    }
}
