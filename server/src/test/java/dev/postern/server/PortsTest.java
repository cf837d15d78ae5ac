package dev.postern.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class PortsTest {
    @Test
    void busyPortNamesItsHolder() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = busy.getLocalPort();
            assertThat(Ports.isFree(port)).isFalse();
            assertThat(Ports.holder(port)).hasValueSatisfying(holder -> {
                assertThat(holder.pid()).hasValue(ProcessHandle.current().pid());
                assertThat(holder.describe())
                        .contains("java (pid ")
                        .contains("user " + System.getProperty("user.name"));
            });
            assertThat(Ports.free(port)).isNotEqualTo(port).isBetween(port + 1, port + 100);
            ServerSpec spec = Scratch.spec(Scratch.folder()).withPort(port);
            assertThatExceptionOfType(ServerException.class)
                    .isThrownBy(() -> LocalServer.start(spec))
                    .matches(failure -> failure.first().code() == ServerCode.PORT_BUSY)
                    .withMessageContaining("port " + port + " is in use by java (pid ");
        }
    }

    @Test
    void addressThatSomebodyElseTookOnTheSamePortIsNotStartedWithout() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.2"))) {
            ServerSpec spec = Scratch.spec(Scratch.folder())
                    .withListenAddresses(List.of("127.0.0.1", "127.0.0.2"))
                    .withPort(busy.getLocalPort());
            assertThatExceptionOfType(ServerException.class)
                    .isThrownBy(() -> LocalServer.start(spec))
                    .matches(failure -> failure.first().code() == ServerCode.PORT_BUSY);
        }
    }

    @Test
    void freePortIsFree() throws Exception {
        int port = Ports.free();
        assertThat(Ports.isFree(port)).isTrue();
        assertThat(Ports.holder(port)).isEmpty();
        assertThat(Ports.free(port)).isEqualTo(port);
    }

    @Test
    void holderThatCannotBeSeenIsNamedByItsUser() throws Exception {
        assumeTrue(Scratch.ROOT, "needs two users: only root can be another one");
        assumeTrue(
                Scratch.USER.isPresent()
                        && new ProcessBuilder(Scratch.USER.get().wrap(List.of("test", "-r", classes())))
                                        .start()
                                        .waitFor()
                                == 0,
                "an ordinary user cannot read our classes");
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Process asking = Scratch.jvm(Scratch.USER, HolderQuestion.class, Integer.toString(busy.getLocalPort()));
            assertThat(Scratch.firstLine(asking)).isEqualTo("a process of the user root");
        }
    }

    @Test
    void portBelow1024IsDenied() {
        assumeTrue(
                Scratch.read(java.nio.file.Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start"))
                        .strip()
                        .equals("1024"),
                "this machine lets everybody take low ports");
        assumeTrue(Ports.isFree(1021), "port 1021 is taken");
        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(
                        () -> LocalServer.start(Scratch.spec(Scratch.folder()).withPort(1021)))
                .matches(failure -> failure.first().code() == ServerCode.PORT_DENIED);
    }

    private static String classes() {
        return PortsTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
    }
}
