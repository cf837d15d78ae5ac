package dev.postern.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.access.Rules;
import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.GatewayException;
import dev.postern.gateway.GatewayState;
import dev.postern.gateway.serve.TestAuthority.Leaf;
import dev.postern.gateway.serve.TestAuthority.Wish;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.testing.ManualClock;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a gateway says when it cannot start, and what it bounds. */
class StartTest {
    private static final GatewayState NOTHING =
            new GatewayState(1, List.of(), Rules.of(List.of()), List.of(), Set.of());

    private static Gateway start(GatewaySettings settings) {
        return Gateway.start(
                settings,
                () -> NOTHING,
                (role, caller, key) -> List.of(),
                event -> {},
                ManualClock.at(Instant.now()),
                new SecureRandom());
    }

    @Test
    void aBusyPortIsSaidAndNothingIsLeft() throws Exception {
        Leaf leaf = Site.SERVERS.leaf(Wish.server("localhost"));
        ServerCertificate certificate = new ServerCertificate(List.of(leaf.certificate()), leaf.key());
        assertThat(certificate.toString()).doesNotContain("Private");
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            GatewaySettings settings = GatewaySettings.of("127.0.0.1", busy.getLocalPort(), certificate);
            assertThatThrownBy(() -> start(settings)).isInstanceOfSatisfying(GatewayException.class, e -> {
                assertThat(e.first().code()).isEqualTo(GatewayCode.GATEWAY_SETTINGS);
                assertThat(e.first().what()).contains("127.0.0.1:" + busy.getLocalPort());
            });
        }
        Leaks.none();
    }

    @Test
    void aKeyThatDoesNotBelongToTheCertificateIsRefused() {
        Leaf one = Site.SERVERS.leaf(Wish.server("localhost"));
        Leaf other = Site.SERVERS.leaf(Wish.server("localhost"));
        assertThatThrownBy(() -> new ServerCertificate(List.of(one.certificate()), other.key()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("does not belong to the certificate");
    }

    @Test
    void limitsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new GatewayLimits(
                        10_000,
                        64,
                        Duration.ofSeconds(15),
                        0,
                        100,
                        100,
                        4,
                        50,
                        Duration.ofMinutes(10),
                        Duration.ofHours(1),
                        10))
                .hasMessageContaining("max-connections is 0");
    }

    @Test
    void wrongCancelKeysAreBoundedPerAddressAndSecondAndRightOnesAreNot() throws Exception {
        ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
        CancelRate rate = new CancelRate(clock, 3);
        InetAddress one = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        InetAddress two = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        for (int i = 0; i < 100; i++) {
            assertThat(rate.hears(one)).isTrue();
        }
        for (int i = 0; i < 3; i++) {
            assertThat(rate.hears(one)).isTrue();
            rate.wrong(one);
        }
        assertThat(rate.hears(one)).isFalse();
        assertThat(rate.hears(two)).isTrue();
        for (int i = 0; i < 3; i++) {
            rate.wrong(InetAddress.getByName("2001:db8::" + i));
        }
        assertThat(rate.hears(InetAddress.getByName("2001:db8::ffff"))).isFalse();
        assertThat(rate.hears(InetAddress.getByName("2001:db8:0:1::1"))).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(rate.hears(one)).isTrue();
    }
}
