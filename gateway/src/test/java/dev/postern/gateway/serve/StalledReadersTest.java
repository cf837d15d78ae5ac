package dev.postern.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.access.Rules;
import dev.postern.gateway.GatewayState;
import dev.postern.gateway.UpstreamIssuer;
import dev.postern.gateway.serve.TestAuthority.Layered;
import dev.postern.gateway.serve.TestAuthority.Leaf;
import dev.postern.gateway.serve.TestAuthority.Wish;
import dev.postern.postgres.wire.ProtocolVersion;
import dev.postern.testing.Eventually;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What hundreds of readers that take nothing cost outside of the heap, where the process has a bound. */
class StalledReadersTest {
    private static final int READERS = 240;

    /** {@code MaxDirectMemorySize} of the distribution's processes. */
    private static final long BOUND = 704L * 1024 * 1024;

    /** The mark of 256 KiB at which reading stops, what one read brings beyond it, and what the allocator keeps besides. */
    private static final long EACH = 512 * 1024;

    private static long memory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    private static Gateway gateway(int serverPort) {
        Leaf shown = Site.SERVERS.leaf(Wish.server("localhost", "127.0.0.1"));
        GatewayState state = new GatewayState(
                1,
                List.of(Site.entry("demo", "shop", serverPort, "shop")),
                Rules.of(List.of(Site.allow("shop-people", "user:alice", "shop", Optional.empty(), "app"))),
                List.of(Site.PEOPLE.root()),
                Set.of());
        UpstreamIssuer issuer = (role, _, key) -> List.of(Site.CLIENTS.sign(Wish.person(role), key));
        return Gateway.start(
                GatewaySettings.of("127.0.0.1", 0, new ServerCertificate(List.of(shown.certificate()), shown.key())),
                () -> state,
                issuer,
                _ -> {},
                InstantSource.system(),
                new SecureRandom());
    }

    @Test
    void asManyAsAreLetInStayWithinTheBound() throws Exception {
        List<WireClient> readers = new ArrayList<>();
        try (Torrent torrent = new Torrent(Site.SERVERS.leaf(Wish.server("localhost")));
                Gateway gateway = gateway(torrent.port())) {
            Leaf leaf = Site.PEOPLE.leaf(Wish.person("alice"));
            Layered alice = new Layered(List.of(leaf.certificate()), leaf.key());
            long before = memory();
            try {
                for (int i = 0; i < READERS; i++) {
                    WireClient reader =
                            WireClient.to(gateway.address().getPort()).tls(alice);
                    readers.add(reader);
                    reader.startup(ProtocolVersion.V3_0, List.of(), "user", "app", "database", "demo");
                    reader.readUntilReady();
                    reader.query("SELECT everything");
                }
                Eventually.until(
                        Duration.ofMinutes(1),
                        "all servers wait for their clients",
                        () -> torrent.stalled(Duration.ofSeconds(1)) == READERS);
                long each = (memory() - before) / READERS;
                assertThat(each).as("bytes for each of %d readers", READERS).isBetween(1L, EACH);
                assertThat(EACH * GatewayLimits.DEFAULT.maxConnections()).isLessThan(BOUND);
            } finally {
                for (WireClient reader : readers) {
                    reader.close();
                }
            }
            Eventually.until(
                    Duration.ofSeconds(20),
                    "no session is open",
                    () -> gateway.report().sessions() == 0);
        }
        Leaks.none();
    }
}
