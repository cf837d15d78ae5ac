package dev.postern.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.cli.process.PortBook.Name;
import dev.postern.cli.settings.UpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortBookTest {
    @TempDir
    Path folder;

    private Home home;

    @BeforeEach
    void open() {
        home = Home.open(folder.resolve("home"));
    }

    @Test
    void portsAreKeptForTheNextStart() {
        PortBook first = PortBook.choose(home, asking(OptionalInt.empty()));

        assertThat(first.ports().values()).doesNotHaveDuplicates().hasSize(4);
        assertThat(PortBook.choose(home, asking(OptionalInt.empty())).ports()).isEqualTo(first.ports());
    }

    @Test
    void busyChosenPortNamesItsHolder() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> PortBook.choose(home, asking(OptionalInt.of(busy.getLocalPort()))))
                    .isInstanceOf(UpException.class)
                    .hasMessageContaining("port " + busy.getLocalPort() + " for the gateway is held by")
                    .hasMessageContaining("pid " + ProcessHandle.current().pid())
                    .hasMessageContaining("--gateway-port");
        }
    }

    @Test
    void keptPortThatIsBusyIsNotReplacedBehindTheClientsBack() throws IOException {
        PortBook first = PortBook.choose(home, asking(OptionalInt.empty()));
        try (ServerSocket busy = new ServerSocket(first.port(Name.GATEWAY), 1, InetAddress.getLoopbackAddress())) {
            assertThat(busy.isBound()).isTrue();
            assertThatThrownBy(() -> PortBook.choose(home, asking(OptionalInt.empty())))
                    .hasMessageContaining("is held by");
        }
    }

    @Test
    void twoHomesThatStartTogetherHaveNoPortInCommon() throws IOException {
        PortBook first = PortBook.choose(home, asking(OptionalInt.empty()));
        var held = new ArrayList<ServerSocket>();
        try {
            for (int port : first.ports().values()) {
                held.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
            }
            PortBook second = PortBook.choose(Home.open(folder.resolve("other")), asking(OptionalInt.empty()));

            assertThat(second.ports().values())
                    .hasSize(4)
                    .doesNotHaveDuplicates()
                    .doesNotContainAnyElementsOf(first.ports().values());
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    @Test
    void samePortTwiceIsRefused() {
        PortBook first = PortBook.choose(home, asking(OptionalInt.empty()));

        assertThatThrownBy(() -> PortBook.choose(home, asking(OptionalInt.of(first.port(Name.API)))))
                .hasMessageContaining("asked for twice");
    }

    @Test
    void garbageInTheFileIsNamed() throws IOException {
        Files.writeString(home.ports(), "gateway:12");

        assertThatThrownBy(() -> PortBook.choose(home, asking(OptionalInt.empty())))
                .hasMessageContaining(home.ports().toString());
    }

    private UpSettings asking(OptionalInt gateway) {
        return new UpSettings(
                home.folder(), "postern", gateway, OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), false);
    }
}
