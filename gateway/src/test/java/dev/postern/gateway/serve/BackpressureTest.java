package dev.postern.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.gateway.serve.WireClient.Frame;
import dev.postern.postgres.wire.ProtocolVersion;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.Eventually;
import dev.postern.testing.PgVersion;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Clients that do not read, and a server that does not: the gateway waits with them instead of filling its memory. */
@EnabledIfPostgres(PgVersion.V15)
class BackpressureTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int ROWS = 100_000;

    private static WireClient session(Site site, Site.Credentials who) throws Exception {
        WireClient client = WireClient.to(site.port()).tls(who);
        client.startup(ProtocolVersion.V3_0, List.of(), "user", "app", "database", "demo");
        client.readUntilReady();
        return client;
    }

    private static long memory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    @Test
    void stalledReadersStopTheServerAndLoseNothing() throws Exception {
        try (Site site = Site.open()) {
            Site.Credentials alice = site.person("alice");
            List<WireClient> stalled = new ArrayList<>();
            long before = memory();
            for (int i = 0; i < 5; i++) {
                WireClient client = session(site, alice);
                client.query("SELECT n, repeat('x', 1000) FROM generate_series(1, " + ROWS + ") n");
                stalled.add(client);
            }
            Eventually.until(SOON, "all five servers wait for their clients", () -> waiting(site) == 5);
            assertThat(memory() - before).isLessThan(32L * 1024 * 1024);
            for (WireClient client : stalled) {
                int rows = 0;
                Frame frame = client.read();
                while (frame.tag() != 'Z') {
                    rows += frame.tag() == 'D' ? 1 : 0;
                    frame = client.read();
                }
                assertThat(rows).isEqualTo(ROWS);
                client.close();
            }
        }
    }

    /** The process has 704 MB outside of its heap, and lets 1000 clients in. */
    @Test
    void manyStalledReadersStayWithinTheirShareOfMemory() throws Exception {
        int readers = 40;
        try (Site site = Site.open()) {
            Site.Credentials alice = site.person("alice");
            List<WireClient> stalled = new ArrayList<>();
            long before = memory();
            for (int i = 0; i < readers; i++) {
                WireClient client = session(site, alice);
                client.query("SELECT n, repeat('x', 1000) FROM generate_series(1, 1000000) n");
                stalled.add(client);
            }
            Eventually.until(SOON, "all servers wait for their clients", () -> waiting(site) == readers);
            long share = 704L * 1024 * 1024 / GatewayLimits.DEFAULT.maxConnections();
            assertThat((memory() - before) / readers).isLessThan(share);
            for (WireClient client : stalled) {
                client.close();
            }
            Eventually.until(
                    SOON, "no session is open", () -> site.gateway.report().sessions() == 0);
        }
    }

    private static int waiting(Site site) throws Exception {
        return count(site, "state = 'active' AND wait_event = 'ClientWrite'");
    }

    private static int count(Site site, String condition) throws Exception {
        try (Connection admin = site.postgres.connect("shop");
                Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE usename = 'app' AND " + condition)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void aServerThatDoesNotReadStopsTheClient() throws Exception {
        try (Site site = Site.open();
                WireClient client = session(site, site.person("alice"))) {
            client.query("SELECT pg_sleep(3)");
            byte[] megabyte = ("SELECT length('" + "y".repeat(1024 * 1024) + "')").getBytes(StandardCharsets.US_ASCII);
            int statements = 40;
            long before = memory();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < statements; i++) {
                        client.send(out -> WireClient.frame(out, 'Q', megabyte, (byte) 0));
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            client.readUntilReady();
            assertThat(memory() - before).isLessThan(32L * 1024 * 1024);
            for (int i = 0; i < statements; i++) {
                assertThat(client.readUntilReady()).extracting(Frame::tag).containsExactly('T', 'D', 'C', 'Z');
            }
            sending.join();
        }
    }

    @Test
    void aStalledClientIsEndedInTheMiddleOfAMessage() throws Exception {
        try (Site site = Site.open()) {
            site.rules(Site.allow("short", "user:alice", "shop", Optional.of(Duration.ofMillis(500)), "app"));
            WireClient client = session(site, site.person("alice"));
            client.query("SELECT repeat('x', 200000000)");
            Eventually.until(
                    SOON, "the session is over", () -> site.gateway.report().sessions() == 0);
            client.close();
        }
    }

    @Test
    void nothingIsForwardedAfterAMessageThatMayNotCome() throws Exception {
        try (Site site = Site.open();
                WireClient client = session(site, site.person("alice"))) {
            client.query("SELECT repeat('x', 20000000)");
            Eventually.until(SOON, "the server waits in the middle of a row", () -> waiting(site) == 1);
            client.send(out -> out.writeByte(1).writeInt(4));
            client.input().readNBytes(5_000_000); // it was looked at, and the row goes on
            client.query("CREATE TABLE forwarded ()");
            byte[] rest = client.input().readAllBytes();
            assertThat(new String(rest, rest.length - 300, 300, StandardCharsets.US_ASCII))
                    .contains("C08P01");
            Eventually.until(
                    SOON,
                    "the session is over, and its server works on nothing",
                    () -> site.gateway.report().sessions() == 0 && count(site, "state = 'active'") == 0);
            try (Connection admin = site.postgres.connect("shop");
                    Statement statement = admin.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT to_regclass('public.forwarded') IS NULL")) {
                rows.next();
                assertThat(rows.getBoolean(1)).isTrue();
            }
        }
    }

    @Test
    void theEndComesAtAMessageBoundaryForAClientThatReads() throws Exception {
        try (Site site = Site.open()) {
            site.rules(Site.allow("short", "user:alice", "shop", Optional.of(Duration.ofMillis(700)), "app"));
            try (WireClient client = session(site, site.person("alice"))) {
                client.query("SELECT n, repeat('x', 900) FROM generate_series(1, 100000000) n");
                Frame frame = client.read();
                while (frame.tag() != 'E') {
                    assertThat(frame.tag()).isIn('T', 'D');
                    frame = client.read();
                }
                assertThat(frame.text()).contains("57P01");
                assertThat(client.ended()).isTrue();
            }
        }
    }
}
