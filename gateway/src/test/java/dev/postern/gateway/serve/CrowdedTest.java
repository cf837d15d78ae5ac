package dev.postern.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.access.Rules;
import dev.postern.gateway.GatewayState;
import dev.postern.gateway.SessionEvent;
import dev.postern.gateway.serve.TestAuthority.Layered;
import dev.postern.gateway.serve.TestAuthority.Leaf;
import dev.postern.gateway.serve.TestAuthority.Wish;
import dev.postern.model.HostPort;
import dev.postern.postgres.wire.BackendMessage.ErrorResponse;
import dev.postern.postgres.wire.ProtocolVersion;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.Eventually;
import dev.postern.testing.PgVersion;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many strangers, long chains, slow judges: whoever is refused is told, and the others come in. */
@EnabledIfPostgres(PgVersion.V15)
class CrowdedTest {
    private static final String[] APP = {"user", "app", "database", "demo"};
    private static final GatewayLimits SMALL = new GatewayLimits(
            10_000, 64, Duration.ofSeconds(20), 40, 64, 20, 4, 50, Duration.ofMinutes(10), Duration.ofHours(1), 10);

    private static void isFull(ErrorResponse error, String sentence) {
        assertThat(error.field('C')).contains("53300");
        assertThat(error.field('M').orElse("")).contains(sentence);
        assertThat(error.field('H').orElse("")).isNotBlank();
    }

    private static void close(List<WireClient> clients) throws Exception {
        for (WireClient client : clients) {
            client.close();
        }
    }

    @Test
    void oneHostsSilentConnectionsShutNobodyElseOut() throws Exception {
        List<WireClient> silent = new ArrayList<>();
        try (Site site = Site.open(settings -> Site.with(settings, SMALL))) {
            Site.Credentials alice = site.person("alice");
            try {
                for (int i = 0; i < 20; i++) {
                    silent.add(WireClient.to(site.port()));
                }
                try (WireClient one = WireClient.to(site.port())) {
                    one.tls(alice).startup(ProtocolVersion.V3_0, List.of(), APP);
                    isFull(one.readError(), "21 connections from 127.0.0.1");
                }
                assertThat(site.events)
                        .anyMatch(event -> event instanceof SessionEvent.Refused refused
                                && refused.sqlstate().equals("53300"));
                for (int i = 0; i < 30; i++) {
                    silent.add(WireClient.to(site.port()));
                }
                assertThat(silent.getLast().ended()).isTrue();
                try (WireClient other = WireClient.from("127.0.0.2", site.port())) {
                    other.tls(alice).startup(ProtocolVersion.V3_0, List.of(), APP);
                    assertThat(other.readUntilReady()).isNotEmpty();
                }
            } finally {
                close(silent);
            }
            Eventually.until(Duration.ofSeconds(10), "there is room again", () -> {
                try (WireClient again = WireClient.to(site.port())) {
                    again.tls(alice).startup(ProtocolVersion.V3_0, List.of(), APP);
                    return again.read().tag() == 'R';
                }
            });
        }
    }

    @Test
    void threeHostsSilentConnectionsShutNobodyElseOut() throws Exception {
        List<WireClient> silent = new ArrayList<>();
        try (Site site = Site.open(settings -> Site.with(settings, SMALL))) {
            Site.Credentials alice = site.person("alice");
            try {
                for (int i = 0; i < 60; i++) {
                    silent.add(WireClient.from("127.0.0." + (2 + i / 20), site.port()));
                }
                for (int i = 0; i < 4; i++) {
                    silent.add(WireClient.from("127.0.0.5", site.port()));
                }
                try (WireClient newcomer = WireClient.from("127.0.0.6", site.port())) {
                    newcomer.tls(alice).startup(ProtocolVersion.V3_0, List.of(), APP);
                    assertThat(newcomer.readUntilReady()).isNotEmpty();
                }
                List<WireClient> oldest = List.of(silent.get(0), silent.get(20), silent.get(40));
                Eventually.until(
                        Duration.ofSeconds(10),
                        "the oldest of one of the crowded addresses is hung up on",
                        () -> oldest.stream().anyMatch(WireClient::hungUpOn));
                assertThat(silent).filteredOn(WireClient::hungUpOn).hasSize(1);
            } finally {
                close(silent);
            }
        }
    }

    @Test
    void aStrangersManyCertificatesAreRefusedBeforeTheyAreJudged() throws Exception {
        try (Site site = Site.open()) {
            Layered stranger = TestAuthority.layered(Site.PEOPLE.root(), 4, 16);
            long began = System.nanoTime();
            try (WireClient client = WireClient.to(site.port())) {
                client.tls(stranger).startup(ProtocolVersion.V3_0, List.of(), APP);
                ErrorResponse error = client.readError();
                assertThat(error.field('C')).contains("28000");
                assertThat(error.field('M').orElse("")).contains("the client showed 65 certificates");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            assertThat(site.issued).hasValue(0);
        }
    }

    @Test
    void whoeverWaitsTooLongIsToldWhatFor() throws Exception {
        GatewayLimits hurried = new GatewayLimits(
                10_000, 64, Duration.ofSeconds(2), 40, 64, 20, 4, 50, Duration.ofMinutes(10), Duration.ofHours(1), 10);
        try (ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Site site = Site.open(settings -> Site.with(settings, hurried))) {
            GatewayState before = site.state;
            site.state = new GatewayState(
                    2,
                    List.of(Site.entry("demo", "shop", mute.getLocalPort(), "shop")),
                    before.rules(),
                    before.clientAnchors(),
                    Set.of());
            Site.Refusal refusal = site.refusal(site.person("alice"), "demo", "app");
            assertThat(refusal.sqlstate()).isEqualTo("57014");
            assertThat(refusal.message())
                    .contains("within 2 s: the server " + new HostPort("localhost", mute.getLocalPort()))
                    .contains("was being logged in to");
            assertThat(refusal.hint()).contains("log");
        }
    }

    @Test
    void tooManyWhoWaitForTheirJudgementAreTold() throws Exception {
        CountDownLatch verdict = new CountDownLatch(1);
        AtomicInteger waiting = new AtomicInteger();
        List<WireClient> clients = new ArrayList<>();
        try (Gateway gateway = start(() -> {
            waiting.incrementAndGet();
            try {
                verdict.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return nothing();
        })) {
            try {
                for (int i = 0; i < 16; i++) {
                    clients.add(hello(gateway));
                }
                Eventually.until(Duration.ofSeconds(10), "sixteen wait", () -> waiting.get() == 16);
                WireClient seventeenth = hello(gateway);
                clients.add(seventeenth);
                isFull(seventeenth.readError(), "16 clients wait");
                verdict.countDown();
                for (WireClient client : clients.subList(0, 16)) {
                    assertThat(client.readError().field('C')).contains("3D000");
                }
            } finally {
                verdict.countDown();
                close(clients);
            }
        }
    }

    @Test
    void aDefectIsToldAndNobodyWaits() throws Exception {
        try (Gateway gateway = start(() -> {
                    throw new StackOverflowError("a test's");
                });
                WireClient client = hello(gateway)) {
            ErrorResponse error = client.readError();
            assertThat(error.field('C')).contains("XX000");
            assertThat(error.field('M').orElse("")).contains("failed on session");
        }
    }

    private static GatewayState nothing() {
        return new GatewayState(1, List.of(), Rules.of(List.of()), List.of(Site.PEOPLE.root()), Set.of());
    }

    private static WireClient hello(Gateway gateway) throws Exception {
        Leaf alice = Site.PEOPLE.leaf(Wish.person("alice"));
        WireClient client = WireClient.to(gateway.address().getPort());
        client.tls(new Layered(List.of(alice.certificate()), alice.key()))
                .startup(ProtocolVersion.V3_0, List.of(), APP);
        return client;
    }

    private static Gateway start(GatewayStates states) {
        Leaf shown = Site.SERVERS.leaf(Wish.server("localhost", "127.0.0.1"));
        GatewaySettings settings =
                GatewaySettings.of("127.0.0.1", 0, new ServerCertificate(List.of(shown.certificate()), shown.key()));
        ConcurrentLinkedQueue<SessionEvent> events = new ConcurrentLinkedQueue<>();
        return Gateway.start(
                new GatewaySettings(
                        settings.host(),
                        settings.port(),
                        settings.certificate(),
                        settings.ownNames(),
                        Optional.empty(),
                        SMALL,
                        settings.eventLoops(),
                        settings.transport(),
                        settings.tls()),
                states,
                (role, subject, key) -> List.of(),
                events::add,
                InstantSource.system(),
                new SecureRandom());
    }
}
