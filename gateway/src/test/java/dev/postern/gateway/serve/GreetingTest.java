package dev.postern.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.gateway.serve.WireClient.Frame;
import dev.postern.kernel.secret.Secret;
import dev.postern.postgres.wire.BackendMessage;
import dev.postern.postgres.wire.BackendMessage.BackendKeyData;
import dev.postern.postgres.wire.BackendMessage.ErrorResponse;
import dev.postern.postgres.wire.BackendMessage.NegotiateProtocolVersion;
import dev.postern.postgres.wire.FrontendMessage;
import dev.postern.postgres.wire.ProtocolVersion;
import dev.postern.postgres.wire.StartupPacket;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.PgVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a connection may begin with, and what it may not. */
@EnabledIfPostgres(PgVersion.V15)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GreetingTest {
    private static final String[] APP = {"user", "app", "database", "demo"};

    private final Site site;
    private final Site.Credentials alice;

    GreetingTest() {
        site = Site.open(settings -> Site.with(
                settings,
                new GatewayLimits(
                        10_000,
                        64,
                        Duration.ofSeconds(2),
                        40,
                        100,
                        100,
                        4,
                        50,
                        Duration.ofMinutes(10),
                        Duration.ofHours(1),
                        10)));
        alice = site.person("alice");
    }

    @AfterAll
    void close() {
        site.close();
    }

    private WireClient client() throws Exception {
        return WireClient.to(site.port());
    }

    private static void isFatal(ErrorResponse error, String sqlstate, String sentence) {
        assertThat(error.field('S')).contains("FATAL");
        assertThat(error.field('V')).contains("FATAL");
        assertThat(error.field('C')).contains(sqlstate);
        assertThat(error.field('M').orElse("")).contains(sentence);
        assertThat(error.field('H').orElse("")).isNotBlank();
    }

    @Test
    void plaintextIsRefusedInTheClear() throws Exception {
        try (WireClient client = client()) {
            client.startup(ProtocolVersion.V3_0, List.of(), APP);
            isFatal(client.readError(), "28000", "speaks TLS only");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void gssIsDeclinedAndTlsMayFollow() throws Exception {
        try (WireClient client = client()) {
            client.send(new StartupPacket.GssRequest());
            assertThat(client.readByte()).isEqualTo('N');
            client.tls(alice).startup(ProtocolVersion.V3_0, List.of(), APP);
            assertThat(client.readUntilReady())
                    .extracting(Frame::tag)
                    .startsWith('R')
                    .endsWith('K', 'Z');
        }
    }

    @Test
    void gssTwiceIsRefused() throws Exception {
        try (WireClient client = client()) {
            client.send(new StartupPacket.GssRequest());
            assertThat(client.readByte()).isEqualTo('N');
            client.send(new StartupPacket.GssRequest());
            isFatal(client.readError(), "08P01", "came twice");
        }
    }

    @Test
    void plaintextBehindTheTlsRequestEndsTheConnection() throws Exception {
        try (WireClient client = client()) {
            client.send(out -> {
                new StartupPacket.TlsRequest().write(out);
                out.writeInt(8).writeInt(196608);
            });
            isFatal(client.readError(), "08P01", "8 unencrypted bytes");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void directTlsNeedsAlpn() throws Exception {
        try (WireClient client = client()) {
            client.handshake(alice, WireClient.alpn("postgresql")).startup(ProtocolVersion.V3_0, List.of(), APP);
            assertThat(client.readUntilReady()).extracting(Frame::tag).endsWith('K', 'Z');
        }
        try (WireClient client = client()) {
            client.handshake(alice, parameters -> {});
            isFatal(client.readError(), "08P01", "ALPN");
        }
        try (WireClient client = client()) {
            client.handshake(alice, WireClient.alpn("h2"));
            isFatal(client.readError(), "08P01", "ALPN");
        }
    }

    @Test
    void requestsInsideTlsAreRefused() throws Exception {
        for (StartupPacket packet : List.of(new StartupPacket.TlsRequest(), new StartupPacket.GssRequest())) {
            try (WireClient client = client()) {
                client.tls(alice).send(packet);
                isFatal(client.readError(), "08P01", "inside TLS");
            }
        }
    }

    @Test
    void oldAndStrangeVersionsAreRefused() throws Exception {
        for (int version : new int[] {2 << 16, 1 << 16, 4 << 16, 99}) {
            try (WireClient client = client()) {
                client.tls(alice).send(out -> out.writeInt(9).writeInt(version).writeByte(0));
                isFatal(client.readError(), "0A000", "protocol version");
            }
        }
    }

    @Test
    void newerVersionsAndOptionsAreNegotiated() throws Exception {
        negotiates(new ProtocolVersion(3, 9999), List.of("_pq_.test_protocol_negotiation"), ProtocolVersion.V3_2);
        negotiates(ProtocolVersion.V3_0, List.of("_pq_.whatever"), ProtocolVersion.V3_0);
        negotiates(new ProtocolVersion(3, 3), List.of(), ProtocolVersion.V3_2);
    }

    private void negotiates(ProtocolVersion asked, List<String> options, ProtocolVersion answered) throws Exception {
        try (WireClient client = client()) {
            client.tls(alice).startup(asked, options, APP);
            List<Frame> frames = client.readUntilReady();
            assertThat(frames.getFirst().read()).isEqualTo(new NegotiateProtocolVersion(answered, options));
            isKeyFor(frames, answered);
        }
    }

    @Test
    void knownVersionsAreNotNegotiated() throws Exception {
        for (ProtocolVersion version : List.of(ProtocolVersion.V3_0, ProtocolVersion.V3_2)) {
            try (WireClient client = client()) {
                client.tls(alice).startup(version, List.of(), APP);
                List<Frame> frames = client.readUntilReady();
                assertThat(frames.getFirst().tag()).isEqualTo('R');
                isKeyFor(frames, version);
            }
        }
    }

    private static void isKeyFor(List<Frame> frames, ProtocolVersion version) {
        BackendKeyData key = (BackendKeyData) frames.stream()
                .filter(frame -> frame.tag() == 'K')
                .findFirst()
                .orElseThrow()
                .read();
        assertThat(key.key().length()).isEqualTo(version.equals(ProtocolVersion.V3_2) ? 32 : 4);
        assertThat(key.pid()).isPositive();
    }

    @Test
    void statusesAreThoseOfTheServerInItsOrder() throws Exception {
        try (WireClient client = client()) {
            client.tls(alice)
                    .startup(
                            ProtocolVersion.V3_0,
                            List.of(),
                            "user",
                            "app",
                            "database",
                            "demo",
                            "application_name",
                            "greeting",
                            "DateStyle",
                            "German",
                            "TimeZone",
                            "Asia/Tokyo",
                            "options",
                            "-c statement_timeout=12345 -c postern.entry=demo");
            List<BackendMessage> statuses = client.readUntilReady().stream()
                    .filter(frame -> frame.tag() == 'S')
                    .map(Frame::read)
                    .toList();
            assertThat(statuses)
                    .contains(
                            new BackendMessage.ParameterStatus("application_name", "greeting"),
                            new BackendMessage.ParameterStatus("DateStyle", "German, DMY"),
                            new BackendMessage.ParameterStatus("TimeZone", "Asia/Tokyo"))
                    .hasSizeGreaterThan(10);
            assertThat(client.query("SHOW statement_timeout").readUntilReady())
                    .anyMatch(frame -> frame.tag() == 'D' && frame.text().contains("12345ms"));
        }
    }

    @Test
    void boundsHoldBeforeAnybodyIsKnown() throws Exception {
        try (WireClient client = client()) {
            client.send(out -> out.writeInt(10_001));
            isFatal(client.readError(), "08P01", "10001 bytes");
        }
        try (WireClient client = client()) {
            client.tls(alice).send(out -> out.writeInt(7));
            isFatal(client.readError(), "08P01", "7 bytes");
        }
        String[] many = new String[65 * 2];
        for (int i = 0; i < many.length; i += 2) {
            many[i] = "p" + i;
            many[i + 1] = "v";
        }
        try (WireClient client = client()) {
            client.tls(alice).startup(ProtocolVersion.V3_0, List.of(), many);
            isFatal(client.readError(), "08P01", "more than 64");
        }
    }

    @Test
    void whoSaysNothingIsToldAfterTheTime() throws Exception {
        try (WireClient client = client()) {
            isFatal(client.readError(), "57014", "within 2 s: the client had not asked for TLS");
            assertThat(client.ended()).isTrue();
        }
        try (WireClient client = client()) {
            client.tls(alice);
            isFatal(client.readError(), "57014", "within 2 s: the client had sent no StartupMessage");
        }
    }

    @Test
    void whatIsSentAheadOfTheSessionIsAnswered() throws Exception {
        try (WireClient client = client()) {
            client.tls(alice).send(out -> {
                new StartupPacket.StartupMessage(
                                ProtocolVersion.V3_0, Map.of("user", "app", "database", "demo"), List.of())
                        .write(out);
                new FrontendMessage.Query("SELECT 'ahead'").write(out);
            });
            assertThat(client.readUntilReady()).extracting(Frame::tag).endsWith('K', 'Z');
            assertThat(client.readUntilReady()).extracting(Frame::tag).containsExactly('T', 'D', 'C', 'Z');
        }
    }

    @Test
    void aCancelRequestWithoutAKeyOfOursIsNeverAnswered() throws Exception {
        try (WireClient client = client()) {
            client.send(new StartupPacket.CancelRequest(1, Secret.of(new byte[4])));
            assertThat(client.ended()).isTrue();
        }
        try (WireClient client = client()) {
            client.tls(alice).send(new StartupPacket.CancelRequest(1, Secret.of(new byte[32])));
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void theSessionsOwnBoundIsTold() throws Exception {
        List<WireClient> open = new ArrayList<>();
        try {
            Optional<ErrorResponse> refused = Optional.empty();
            for (int i = 0; i <= 45 && refused.isEmpty(); i++) {
                WireClient client = client();
                open.add(client);
                client.tls(alice).startup(ProtocolVersion.V3_0, List.of(), APP);
                Frame first = client.read();
                if (first.tag() == 'E') {
                    refused = Optional.of((ErrorResponse) first.read());
                }
            }
            isFatal(refused.orElseThrow(), "53300", "40 is the most");
        } finally {
            for (WireClient client : open) {
                client.close();
            }
        }
    }
}
