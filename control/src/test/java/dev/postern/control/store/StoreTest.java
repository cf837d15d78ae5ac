package dev.postern.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.control.problem.ControlException;
import dev.postern.control.sessions.Refusal;
import dev.postern.gateway.SessionEvent;
import dev.postern.kernel.secret.Secret;
import dev.postern.model.HostPort;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestPostgres;
import dev.postern.testing.TestServers;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@EnabledIfPostgres(PgVersion.V18)
class StoreTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void makesItsDatabaseAndKeepsEverythingOverARestart() {
        TestPostgres server = TestServers.shared(PgVersion.V18);
        StoreSettings settings = TestStore.settings(server, "made \"by\" store");
        try (Store store = Store.open(settings)) {
            store.resources().keep(List.of(write("Cluster", "demo", "{\"a\":1}")), NOW);
        }
        try (Store store = Store.open(settings)) {
            assertThat(store.resources().all())
                    .singleElement()
                    .satisfies(row -> assertThat(row.generation()).isEqualTo(1));
        }
    }

    @Test
    void countsGenerationsOnlyWhenSomethingChanges() {
        try (TestStore test = TestStore.create()) {
            ResourceTable table = test.store().resources();
            table.keep(List.of(write("Cluster", "demo", "{\"a\": 1, \"b\": 2}")), NOW);
            table.keep(List.of(write("Cluster", "demo", "{\"b\":2,\"a\":1}")), NOW.plusSeconds(1));
            assertThat(table.all().getFirst().generation()).isEqualTo(1);
            assertThat(table.all().getFirst().changed()).isEqualTo(NOW);

            List<StoredResource> rows = table.keep(
                    List.of(write("Cluster", "demo", "{\"a\":2}"), write("Binding", "x", "{}")), NOW.plusSeconds(2));

            assertThat(rows).extracting(StoredResource::kind).containsExactly("Binding", "Cluster");
            assertThat(rows).extracting(StoredResource::generation).containsExactly(1L, 2L);
        }
    }

    @Test
    void keepsAllOrNothing() {
        try (TestStore test = TestStore.create()) {
            ResourceTable table = test.store().resources();
            ControlException refused = catchThrowableOfType(
                    ControlException.class,
                    () -> table.keep(List.of(write("Cluster", "a", "{}"), write("Cluster", "b", "not json")), NOW));

            assertThat(refused.first().what()).contains("22P02").doesNotContain("not json");
            assertThat(table.all()).isEmpty();
        }
    }

    @Test
    void stateVersionsGrowAlsoOverARestart() {
        try (TestStore test = TestStore.create()) {
            long first = test.store().resources().nextStateVersion();
            test.reopen();
            assertThat(test.store().resources().nextStateVersion()).isGreaterThan(first);
        }
    }

    @Test
    void revokesLoginsOfOnePersonOnly() {
        try (TestStore test = TestStore.create()) {
            LoginTable logins = test.store().logins();
            BigInteger large = BigInteger.ONE.shiftLeft(127).add(BigInteger.TEN);
            logins.add(large, "alice", NOW, NOW.plusSeconds(100));
            logins.add(BigInteger.TWO, "alice", NOW, NOW.plusSeconds(10));
            logins.add(BigInteger.valueOf(3), "bob", NOW, NOW.plusSeconds(100));
            Instant later = NOW.plusSeconds(50);

            assertThat(logins.revoke("alice", BigInteger.valueOf(3), later)).isEmpty();
            assertThat(logins.revokeAll("alice", Optional.empty(), later)).containsExactly(large);
            assertThat(logins.revokeAll("alice", Optional.empty(), later)).isEmpty();
            assertThat(logins.revoked(later)).containsExactly(large);
            assertThat(logins.revoked(NOW.plusSeconds(200))).isEmpty();
            assertThat(logins.forget(NOW.plusSeconds(60))).isEqualTo(1);
        }
    }

    @Test
    void whatWasGotByALoginEndsAndIsRefusedWithIt() {
        try (TestStore test = TestStore.create()) {
            LoginTable logins = test.store().logins();
            logins.add(BigInteger.ONE, "alice", NOW, NOW.plusSeconds(100));
            assertThat(logins.addSuccessor(BigInteger.TWO, BigInteger.ONE, "alice", NOW, NOW.plusSeconds(90)))
                    .isTrue();
            assertThat(logins.addSuccessor(BigInteger.valueOf(3), BigInteger.TWO, "alice", NOW, NOW.plusSeconds(80)))
                    .isTrue();
            logins.add(BigInteger.TEN, "alice", NOW, NOW.plusSeconds(100));

            assertThat(logins.end(BigInteger.valueOf(3))).contains(NOW.plusSeconds(100));
            assertThat(logins.end(BigInteger.valueOf(4))).isEmpty();
            assertThat(logins.revoke("alice", BigInteger.TWO, NOW))
                    .containsExactlyInAnyOrder(BigInteger.ONE, BigInteger.TWO, BigInteger.valueOf(3));
            assertThat(logins.addSuccessor(
                            BigInteger.valueOf(4), BigInteger.valueOf(3), "alice", NOW, NOW.plusSeconds(80)))
                    .isFalse();
            assertThat(logins.revoked(NOW)).doesNotContain(BigInteger.TEN, BigInteger.valueOf(4));
        }
    }

    @Test
    void aSuccessorThatIsBeingAddedDoesNotEscapeARevocation() throws Exception {
        try (TestStore test = TestStore.create();
                ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            LoginTable logins = test.store().logins();
            for (int round = 0; round < 30; round++) {
                BigInteger first = BigInteger.valueOf(1_000 + 2L * round);
                BigInteger second = first.add(BigInteger.ONE);
                logins.add(first, "alice", NOW, NOW.plusSeconds(100));
                Future<Boolean> added =
                        pool.submit(() -> logins.addSuccessor(second, first, "alice", NOW, NOW.plusSeconds(90)));
                Future<List<BigInteger>> revoked = pool.submit(() -> logins.revokeAll("alice", Optional.empty(), NOW));

                assertThat(revoked.get().contains(second)).isEqualTo(added.get());
                assertThat(logins.revoked(NOW)).contains(first);
            }
        }
    }

    @Test
    void keepsSessionEventsWithHostileText() {
        try (TestStore test = TestStore.create()) {
            UUID run = UUID.randomUUID();
            InetSocketAddress client = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
            test.store()
                    .sessions()
                    .add(
                            run,
                            List.of(
                                    new SessionEvent.Opened(
                                            1,
                                            NOW,
                                            client,
                                            "x\0'; drop table login; --",
                                            "demo",
                                            "db",
                                            "app",
                                            "rule",
                                            77),
                                    new SessionEvent.Ended(1, NOW, Duration.ofSeconds(3), 10, 20, "y".repeat(9_000))));

            assertThat(test.store().sessions().count(run)).isEqualTo(2);
            assertThat(test.store().sessions().forget(NOW)).isZero();
            assertThat(test.store().sessions().forget(NOW.plusSeconds(1))).isEqualTo(2);
        }
    }

    @Test
    void addsToARowOfRefusalsAndKeepsABoundedNumberOfThem() {
        try (TestStore test = TestStore.create()) {
            RefusalTable table = test.store().refusals();
            Refusal once = new Refusal(NOW, "192.0.2.1", "", "28000", "no certificate", 2, NOW);
            table.add(List.of(once));
            table.add(List.of(new Refusal(NOW, "192.0.2.1", "", "28000", "no certificate", 3, NOW.plusSeconds(2))));
            assertThat(test.count("select times from refusal where last > minute"))
                    .isEqualTo(5);

            List<Refusal> many = new ArrayList<>();
            for (int minute = 1; minute <= 210; minute++) {
                for (int origin = 0; origin < 100; origin++) {
                    Instant at = NOW.plusSeconds(60L * minute);
                    many.add(new Refusal(at, "10.0.0." + origin, "", "28000", "no certificate", 1, at));
                }
            }
            table.add(many);
            table.add(List.of(new Refusal(NOW, "192.0.2.1", "user:alice", "28000", "no rule", 1, NOW)));
            table.forget(NOW.minusSeconds(1));

            assertThat(test.count("select count(*) from refusal where caller = ''"))
                    .isEqualTo(20_000);
            assertThat(test.count("select count(*) from refusal where caller <> ''"))
                    .isEqualTo(1);
            table.forget(NOW.plusSeconds(60 * 211));
            assertThat(test.count("select count(*) from refusal")).isZero();
        }
    }

    @Test
    void sumsTheRefusalsThatAnEarlierVersionKeptOneByOne() {
        try (TestStore test = TestStore.create()) {
            test.execute("""
                    drop table refusal; alter table login drop column origin;
                    delete from flyway_schema_history where version >= '2';
                    alter table session_event drop constraint session_event_kind_check;
                    alter table session_event add constraint session_event_kind_check
                          check (kind in ('opened', 'refused', 'ended'));
                    alter table session_event add column sqlstate text;
                    insert into session_event (run, session, happened, kind, client, caller, sqlstate, reason)
                    select gen_random_uuid(), n, '2026-11-22 12:00:00Z'::timestamptz + n * interval '1 second', 'refused',
                           '192.0.2.1:' || n, '', '28000', repeat('x', 400)
                      from generate_series(0, 59) n
                    """);
            test.reopen();

            assertThat(test.count(
                            "select times from refusal where origin = '192.0.2.1' and minute = last - interval '59 s'"))
                    .isEqualTo(60);
            assertThat(test.count("select count(*) from session_event")).isZero();
        }
    }

    @Test
    void raisesTheTermForEveryHolder() {
        try (TestStore test = TestStore.create()) {
            LeaderRow leader = test.store().leader();
            assertThat(leader.take("one")).isEqualTo(1);
            assertThat(leader.take("two")).isEqualTo(2);
            assertThat(leader.current().holder()).isEqualTo("two");
        }
    }

    @Test
    void onlyOneAppliesAtATime() throws Exception {
        try (TestStore test = TestStore.create();
                ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            ApplyLock lock = test.store().applyLock();
            Callable<Integer> apply = () -> lock.whileHeld(() -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                int sum = test.store()
                        .resources()
                        .keep(List.of(write("Cluster", "demo", "{}")), NOW)
                        .size();
                inside.decrementAndGet();
                return sum;
            });
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                all.add(pool.submit(apply));
            }
            for (Future<Integer> one : all) {
                assertThat(one.get()).isEqualTo(1);
            }
            assertThat(most).hasValue(1);
        }
    }

    @Test
    void saysWhatIsWrongWithTheStore() {
        TestPostgres server = TestServers.shared(PgVersion.V18);
        StoreSettings wrongPassword = new StoreSettings(
                new HostPort(server.host(), server.port()),
                "postern",
                server.superuser(),
                Secret.ofText("hunter2"),
                1,
                Duration.ofSeconds(1));
        ControlException refused = catchThrowableOfType(
                ControlException.class, () -> Store.open(wrongPassword).close());
        assertThat(refused.first().code().name()).isEqualTo("STORE_REFUSED");
        assertThat(refused.first().what()).contains("28P01").doesNotContain("hunter2");

        StoreSettings nobody = StoreSettings.local(1, Secret.ofText("x"));
        ControlException away = catchThrowableOfType(
                ControlException.class, () -> Store.open(nobody).close());
        assertThat(away.first().code().name()).isEqualTo("STORE_AWAY");
    }

    @Test
    void refusesAStoreThatANewerVersionUsed() {
        try (TestStore test = TestStore.create()) {
            test.execute(
                    "insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                            + " installed_by, execution_time, success) values (99, '999', 'later', 'SQL', 'V999__later.sql', 1,"
                            + " 'x', 1, true)");

            ControlException refused = catchThrowableOfType(ControlException.class, test::reopen);

            assertThat(refused.first().code().name()).isEqualTo("STORE_NEWER");
            assertThat(refused.first().what()).contains("999");
        }
    }

    @Test
    void theLatestVersionIsThatOfTheLastFile() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(Store.class.getResource("V1__first.sql"))
                        .toURI())
                .getParent();
        try (Stream<Path> files = Files.list(Objects.requireNonNull(folder))) {
            List<Integer> versions = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".sql"))
                    .map(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .sorted()
                    .toList();
            assertThat(versions.getLast()).hasToString(Schema.LATEST);
        }
    }

    @Test
    void aMigrationThatFailedIsLookedAtAgain() {
        try (TestStore test = TestStore.create()) {
            test.execute("update flyway_schema_history set success = false");

            ControlException refused = catchThrowableOfType(ControlException.class, test::reopen);

            assertThat(refused.first().code().name()).isEqualTo("STORE_REFUSED");
        }
    }

    private static ResourceTable.Write write(String kind, String name, String spec) {
        return new ResourceTable.Write(kind, name, spec);
    }
}
