package dev.postern.control.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.control.declared.Declaration;
import dev.postern.control.fixture.TestAuthorities;
import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import dev.postern.gateway.Entry;
import dev.postern.gateway.GatewayState;
import dev.postern.model.Cluster;
import dev.postern.model.Database;
import dev.postern.model.HostPort;
import dev.postern.model.Metadata;
import dev.postern.model.Resource;
import dev.postern.pki.authority.AuthorityName;
import dev.postern.pki.x509.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {
    private static final List<X509Certificate> ROOTS =
            TestAuthorities.authorities(InstantSource.system()).bundle(AuthorityName.SERVER);

    @TempDir
    Path folder;

    private final List<Resource> declared = new ArrayList<>();
    private final Set<BigInteger> revoked = new HashSet<>();
    private final AtomicLong versions = new AtomicLong();
    private boolean away;

    @Test
    void anEntryIsNamedLikeItsClusterAndPrefersTheDatabaseOfThatName() throws IOException {
        declared.add(cluster("orders"));
        declared.add(database("a", "orders", "accounts"));
        declared.add(database("b", "orders", "orders"));
        declared.add(cluster("empty"));
        declared.add(cluster("other"));
        declared.add(database("c", "other", "zoo"));
        declared.add(database("d", "other", "apples"));

        List<Entry> entries = publisher().get().entries();

        assertThat(entries).extracting(Entry::name).containsExactly("orders", "other");
        assertThat(entries.getFirst().defaultDatabase()).isEqualTo("orders");
        assertThat(entries.getFirst().databases()).isEqualTo(Set.of("accounts", "orders"));
        assertThat(entries.getLast().defaultDatabase())
                .as("the first by its resource's name")
                .isEqualTo("zoo");
    }

    @Test
    void anEntryWithoutReadableRootsIsLeftOutUntilTheyAreThere() throws IOException {
        declared.add(cluster("orders"));
        declared.add(database("a", "orders", "orders"));
        Files.writeString(folder.resolve("ca.crt"), "nothing");
        Publisher publisher = publisher();
        assertThat(publisher.get().entries()).isEmpty();

        writeRoot();

        assertThat(publisher.publish().entries()).hasSize(1);
    }

    @Test
    void catchesUpOnlyWhenSomethingIsDifferent() {
        Publisher publisher = publisher();
        GatewayState before = publisher.get();
        publisher.catchUp();
        assertThat(publisher.get()).isSameAs(before);

        revoked.add(BigInteger.TEN);
        publisher.catchUp();

        assertThat(publisher.get().revoked()).containsExactly(BigInteger.TEN);
        assertThat(publisher.get().version()).isGreaterThan(before.version());
    }

    @Test
    void keepsTheLastStateWhenTheStoreIsAway() {
        Publisher publisher = publisher();
        GatewayState before = publisher.get();
        away = true;

        assertThatThrownBy(publisher::publish).isInstanceOf(ControlException.class);

        assertThat(publisher.get()).isSameAs(before);
    }

    @Test
    void versionsGrowWhoeverPublishes() throws Exception {
        Publisher publisher = publisher();
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Future<GatewayState>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(pool.submit(publisher::publish));
            }
            Set<Long> seen = new HashSet<>();
            for (Future<GatewayState> one : all) {
                seen.add(one.get().version());
            }
            assertThat(seen).hasSize(50);
        }
        assertThat(publisher.get().version()).isEqualTo(versions.get());
    }

    private Publisher publisher() {
        return new Publisher(
                () -> {
                    if (away) {
                        throw new ControlException(ControlCode.STORE_AWAY, "away", "wait");
                    }
                    return Declaration.of(declared);
                },
                () -> Set.copyOf(revoked),
                versions::incrementAndGet,
                List.of());
    }

    private Cluster cluster(String name) throws IOException {
        writeRoot();
        return new Cluster(
                new Metadata(name, Map.of()),
                Cluster.Engine.EXTERNAL,
                new HostPort("h", 1),
                List.of(),
                Cluster.Tls.verifyFull(folder.resolve("ca.crt")),
                Optional.empty());
    }

    private void writeRoot() throws IOException {
        Files.writeString(folder.resolve("ca.crt"), Pem.write(ROOTS));
    }

    private static Database database(String name, String cluster, String physical) {
        return Database.of(new Metadata(name, Map.of()), cluster, physical, "owner", List.of(), List.of());
    }
}
