package dev.postern.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.postern.gateway.GatewayState;
import dev.postern.gateway.SessionEvent;
import dev.postern.gateway.connect.UpstreamCertificate;
import dev.postern.postgres.wire.ProtocolVersion;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.Eventually;
import dev.postern.testing.PgVersion;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** Which server connection is used again, by whom, and what it must not carry over. */
@EnabledIfPostgres(PgVersion.V15)
class PoolTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Site site = Site.open();
    private final Site.Credentials alice = site.person("alice");

    @AfterEach
    void close() {
        site.close();
    }

    private int pid(Site.Credentials who, String role, String... more) throws SQLException {
        try (Connection connection = site.jdbc(who, "demo", role, more);
                Statement statement = connection.createStatement()) {
            return Integer.parseInt(one(statement, "SELECT pg_backend_pid()"));
        } finally {
            settled();
        }
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return String.valueOf(rows.getString(1));
        }
    }

    private void settled() {
        Eventually.until(SOON, "no session is open", () -> site.gateway.report().sessions() == 0);
    }

    private void pooled(int count) {
        Eventually.until(
                SOON, count + " are pooled", () -> site.gateway.report().pooledUpstreams() == count);
    }

    @Test
    void theSameCallerGetsTheSameServerProcess() throws Exception {
        int first = pid(alice, "app");
        pooled(1);
        assertThat(pid(alice, "app")).isEqualTo(first);
        assertThat(site.issued).hasValue(1);
        assertThat(site.gateway.report().upstreamCertificates())
                .extracting(UpstreamCertificate::role, UpstreamCertificate::caller)
                .containsExactly(tuple("app", "user:alice"));
    }

    @Test
    void nothingPassesBetweenCallersRolesDatabasesOrParameters() throws Exception {
        site.rules(
                Site.allow("one", "user:alice", "*", Optional.empty(), "app", "reader"),
                Site.allow("two", "user:bob", "*", Optional.empty(), "app"));
        int first = pid(alice, "app");
        pooled(1);
        assertThat(pid(site.person("bob"), "app")).isNotEqualTo(first);
        pooled(2);
        assertThat(pid(alice, "reader")).isNotEqualTo(first);
        pooled(3);
        assertThat(pid(alice, "app", "options", "-c work_mem=1MB")).isNotEqualTo(first);
        pooled(4);
        try (Connection other = site.jdbc(alice, "other", "app");
                Statement statement = other.createStatement()) {
            assertThat(one(statement, "SELECT current_database()")).isEqualTo("other");
            assertThat(one(statement, "SELECT pg_backend_pid()")).isNotEqualTo(Integer.toString(first));
        }
        pooled(5);
        assertThat(pid(alice, "app")).isEqualTo(first);
    }

    @Test
    void whatIsKeptForNobodyKeepsNobodyOut() throws Exception {
        site.postgres.execute("postgres", "ALTER ROLE app CONNECTION LIMIT 1");
        try {
            int first = pid(alice, "app");
            pooled(1);
            assertThat(pid(alice, "app", "options", "-c work_mem=1MB")).isNotEqualTo(first);
            pooled(1);
            try (Connection mine = site.jdbc(alice, "demo", "app")) {
                assertThat(mine.isValid(5)).isTrue();
                assertThatThrownBy(() -> site.jdbc(alice, "demo", "app"))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                refused -> assertThat(refused.getSQLState()).isEqualTo("53300"));
            }
        } finally {
            site.postgres.execute("postgres", "ALTER ROLE app CONNECTION LIMIT -1");
        }
    }

    @Test
    void sessionStateDoesNotLeak() throws Exception {
        int first;
        try (Connection connection = site.jdbc(alice, "demo", "app", "prepareThreshold", "1");
                Statement statement = connection.createStatement()) {
            first = Integer.parseInt(one(statement, "SELECT pg_backend_pid()"));
            statement.execute("SET search_path = pg_catalog");
            statement.execute("SET statement_timeout = '7s'");
            statement.execute("SET application_name = 'left behind'");
            statement.execute("SET TimeZone = 'Pacific/Chatham'");
            statement.execute("PREPARE left_behind AS SELECT 1");
            statement.execute("CREATE TEMP TABLE left_behind (n int)");
            statement.execute("LISTEN left_behind");
            statement.execute("SELECT pg_advisory_lock(4711)");
            statement.execute("DECLARE c CURSOR WITH HOLD FOR SELECT 1");
            connection.setAutoCommit(false);
            statement.execute("SELECT 'an open transaction'");
        }
        pooled(1);
        try (Connection connection = site.jdbc(alice, "demo", "app");
                Statement statement = connection.createStatement()) {
            assertThat(one(statement, "SELECT pg_backend_pid()")).isEqualTo(Integer.toString(first));
            assertThat(one(statement, "SHOW search_path")).isEqualTo("\"$user\", public");
            assertThat(one(statement, "SHOW statement_timeout")).isEqualTo("0");
            assertThat(one(statement, "SHOW application_name")).isEqualTo("PostgreSQL JDBC Driver");
            assertThat(one(statement, "SHOW TimeZone")).isNotEqualTo("Pacific/Chatham");
            assertThat(connection.unwrap(PGConnection.class).getParameterStatus("TimeZone"))
                    .isNotEqualTo("Pacific/Chatham");
            assertThat(one(statement, "SELECT count(*) FROM pg_prepared_statements"))
                    .isEqualTo("0");
            assertThat(one(statement, "SELECT count(*) FROM pg_cursors WHERE is_holdable"))
                    .isEqualTo("0");
            assertThat(one(statement, "SELECT count(*) FROM pg_listening_channels()"))
                    .isEqualTo("0");
            assertThat(one(statement, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
                    .isEqualTo("0");
            assertThat(one(statement, "SELECT to_regclass('left_behind') IS NULL"))
                    .isEqualTo("t");
        }
    }

    @Test
    void aFailedTransactionIsRolledBack() throws Exception {
        try (WireClient client = WireClient.to(site.port()).tls(alice)) {
            client.startup(ProtocolVersion.V3_0, List.of(), "user", "app", "database", "demo");
            client.readUntilReady();
            client.query("BEGIN").readUntilReady();
            client.query("SELECT 1/0").readUntilReady();
            client.send(out -> WireClient.frame(out, 'X'));
            assertThat(client.ended()).isTrue();
        }
        pooled(1);
    }

    @Test
    void aBatchWithoutSyncIsNotUsedAgain() throws Exception {
        try (WireClient client = WireClient.to(site.port()).tls(alice)) {
            client.startup(ProtocolVersion.V3_0, List.of(), "user", "app", "database", "demo");
            client.readUntilReady();
            client.send(out -> {
                WireClient.frame(out, 'P', "half", "SELECT 1", (short) 0);
                WireClient.frame(out, 'X');
            });
            assertThat(client.ended()).isTrue();
        }
        settled();
        backends(0);
        assertThat(site.gateway.report().pooledUpstreams()).isZero();
    }

    private void backends(int count) {
        Eventually.until(SOON, count + " server processes are left", () -> {
            try (Connection admin = site.postgres.connect("shop");
                    Statement statement = admin.createStatement()) {
                return one(
                                statement,
                                "SELECT count(*) FROM pg_stat_activity WHERE usename = 'app' AND backend_type = 'client backend'")
                        .equals(Integer.toString(count));
            }
        });
    }

    @Test
    void whoHangsUpInTheMiddleIsCancelled() throws Exception {
        try (WireClient client = WireClient.to(site.port()).tls(alice)) {
            client.startup(ProtocolVersion.V3_0, List.of(), "user", "app", "database", "demo");
            client.readUntilReady();
            client.query("SELECT pg_sleep(60)");
            backends(1);
        }
        settled();
        backends(0);
        assertThat(site.gateway.report().pooledUpstreams()).isZero();
    }

    @Test
    void whatWasAskedBeforeGoodbyeIsStillDone() throws Exception {
        site.postgres.execute("shop", "CREATE SEQUENCE farewell OWNED BY NONE; GRANT ALL ON SEQUENCE farewell TO app");
        try (WireClient client = WireClient.to(site.port()).tls(alice)) {
            client.startup(ProtocolVersion.V3_0, List.of(), "user", "app", "database", "demo");
            client.readUntilReady();
            client.send(out -> {
                WireClient.frame(out, 'Q', "SELECT pg_sleep(0.3), nextval('farewell')");
                WireClient.frame(out, 'X');
            });
            assertThat(client.ended()).isTrue();
        }
        backends(0);
        try (Connection admin = site.postgres.connect("shop");
                Statement statement = admin.createStatement()) {
            assertThat(one(statement, "SELECT is_called FROM farewell")).isEqualTo("t");
            statement.execute("DROP SEQUENCE farewell");
        }
    }

    @Test
    void whatWasAskedBeforeGoodbyeEndsWithTheRulesTime() throws Exception {
        site.rules(Site.allow("short", "user:alice", "shop", Optional.of(Duration.ofSeconds(2)), "app"));
        leaveWithWork(site, alice);
        backends(1);
        backends(0);
    }

    @Test
    void whoeverLeavesWithWorkTakesAPlaceAllTheSame() throws Exception {
        try (Site small = Site.open(settings -> Site.with(settings, limits(2, 1)))) {
            Site.Credentials caller = small.person("alice");
            leaveWithWork(small, caller);
            leaveWithWork(small, caller);
            backends(1);
            small.postgres.execute(
                    "postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'");
            backends(0);
        }
    }

    private static void leaveWithWork(Site at, Site.Credentials who) throws Exception {
        try (WireClient client = WireClient.to(at.port()).tls(who)) {
            client.startup(ProtocolVersion.V3_0, List.of(), "user", "app", "database", "demo");
            client.readUntilReady();
            client.send(out -> {
                WireClient.frame(out, 'Q', "SELECT pg_sleep(60)");
                WireClient.frame(out, 'X');
            });
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void whatIsKeptIsBoundedInAll() throws Exception {
        try (Site small = Site.open(settings -> Site.with(settings, limits(4, 2)))) {
            Site.Credentials caller = small.person("alice");
            for (String memory : List.of("1MB", "2MB", "3MB", "4MB")) {
                small.jdbc(caller, "demo", "app", "options", "-c work_mem=" + memory)
                        .close();
            }
            Eventually.until(SOON, "two are kept", () -> small.gateway.report().pooledUpstreams() == 2);
            backends(2);
        }
    }

    private static GatewayLimits limits(int perKey, int inAll) {
        return new GatewayLimits(
                10_000,
                64,
                Duration.ofSeconds(5),
                100,
                100,
                100,
                perKey,
                inAll,
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                10);
    }

    @Test
    void aDeadIdleConnectionIsNoticed() throws Exception {
        int first = pid(alice, "app");
        pooled(1);
        site.postgres.execute("postgres", "SELECT pg_terminate_backend(" + first + ")");
        pooled(0);
        assertThat(pid(alice, "app")).isNotEqualTo(first);
    }

    @Test
    void aCancelledConnectionIsUsedAgainOnlyWhenTheCancelIsOver() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (Connection connection = site.jdbc(alice, "demo", "app");
                    Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1");
                connection.unwrap(PGConnection.class).cancelQuery(); // too late; it must not hit whoever is next
            }
            try (Connection connection = site.jdbc(alice, "demo", "app");
                    Statement statement = connection.createStatement()) {
                assertThat(one(statement, "SELECT 'not cancelled' FROM pg_sleep(0.01)"))
                        .isEqualTo("not cancelled");
            }
        }
        settled();
    }

    /** What was sent and not seen to arrive may hit whoever is served by that process when it does. */
    @Test
    void aConnectionWhoseCancelMayStillArriveIsNotUsedAgain() throws Exception {
        try (HeldWire wire = HeldWire.before(site.postgres.port())) {
            site.state = new GatewayState(
                    site.state.version() + 1,
                    List.of(Site.entry("demo", "shop", wire.port(), "shop", "other")),
                    site.state.rules(),
                    site.state.clientAnchors(),
                    site.state.revoked());
            int cancelled = 0;
            try (Connection connection = site.jdbc(alice, "demo", "app");
                    Statement statement = connection.createStatement()) {
                cancelled = Integer.parseInt(one(statement, "SELECT pg_backend_pid()"));
                wire.hold();
                Thread.ofPlatform().start(() -> cancel(connection));
                wire.awaitHeld();
            }
            settled();
            int process = cancelled;
            Eventually.until(SOON, "the gateway gave the process up", () -> alive(process) == 0);
            assertThat(site.gateway.report().pooledUpstreams()).isZero();
        }
    }

    private static void cancel(Connection connection) {
        try {
            connection.unwrap(PGConnection.class).cancelQuery(); // Statement.cancel() does nothing between queries
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private int alive(int pid) throws SQLException {
        try (Connection admin = site.postgres.connect("shop");
                Statement statement = admin.createStatement()) {
            return Integer.parseInt(one(statement, "SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid));
        }
    }

    /** The server waits for its rest: whatever came next would be read as that. */
    @Test
    void aServerThatWaitsForTheRestOfAMessageIsNotKept() throws Exception {
        int pid;
        try (WireClient client = WireClient.to(site.port()).tls(alice)) {
            client.startup(ProtocolVersion.V3_0, List.of(), "user", "app", "database", "demo");
            client.readUntilReady();
            client.query("SELECT pg_backend_pid()");
            pid = Integer.parseInt(client.readUntilReady().get(1).text().substring(6));
            client.send(out -> out.writeByte('d').writeInt(4 + 1000).writeZero(10));
        }
        settled();
        Eventually.until(Duration.ofSeconds(5), "the server is gone", () -> alive(pid) == 0);
        assertThat(site.gateway.report().pooledUpstreams()).isZero();
        assertThat(pid(alice, "app")).isNotEqualTo(pid);
    }

    @Test
    void boundsAndIdleTimeHold() throws Exception {
        try (Site small = Site.open(settings -> Site.with(
                settings,
                new GatewayLimits(
                        10_000,
                        64,
                        Duration.ofSeconds(5),
                        100,
                        100,
                        100,
                        2,
                        50,
                        Duration.ofSeconds(1),
                        Duration.ofHours(1),
                        10)))) {
            Site.Credentials caller = small.person("alice");
            Connection[] open = new Connection[4];
            for (int i = 0; i < open.length; i++) {
                open[i] = small.jdbc(caller, "demo", "app");
            }
            for (Connection connection : open) {
                connection.close();
            }
            Eventually.until(SOON, "two are kept", () -> small.gateway.report().pooledUpstreams() == 2);
            Eventually.until(SOON, "none is kept", () -> small.gateway.report().pooledUpstreams() == 0);
        }
    }

    @Test
    void everySessionIsRecordedFromBeginToEnd() throws Exception {
        pid(alice, "app");
        assertThat(site.events).hasSize(2);
        assertThat(site.events.poll()).isInstanceOfSatisfying(SessionEvent.Opened.class, opened -> {
            assertThat(opened.caller()).isEqualTo("user:alice");
            assertThat(opened.entry()).isEqualTo("demo");
            assertThat(opened.database()).isEqualTo("shop");
            assertThat(opened.role()).isEqualTo("app");
            assertThat(opened.rule()).isEqualTo("shop-people");
            assertThat(opened.serverPid()).isPositive();
        });
        assertThat(site.events.poll()).isInstanceOfSatisfying(SessionEvent.Ended.class, ended -> {
            assertThat(ended.bytesToClient()).isPositive();
            assertThat(ended.bytesToServer()).isPositive();
            assertThat(ended.reason()).isEqualTo("the client said goodbye");
        });
    }
}
