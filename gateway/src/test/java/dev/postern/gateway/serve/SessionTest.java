package dev.postern.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.SessionEvent;
import dev.postern.gateway.serve.WireClient.Frame;
import dev.postern.kernel.secret.Secret;
import dev.postern.postgres.wire.BackendMessage;
import dev.postern.postgres.wire.ProtocolVersion;
import dev.postern.postgres.wire.StartupPacket.CancelRequest;
import dev.postern.testing.CommandLine;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.Eventually;
import dev.postern.testing.PgVersion;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.copy.CopyManager;

/** What clients do inside a session, with pgjdbc, psql and bare messages. */
@EnabledIfPostgres(PgVersion.V15)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Site site = Site.open();
    private final Site.Credentials alice = site.person("alice");

    @AfterAll
    void close() {
        site.close();
    }

    private Connection jdbc(String... more) throws SQLException {
        return site.jdbc(alice, "demo", "app", more);
    }

    private WireClient wire() throws Exception {
        WireClient client = WireClient.to(site.port()).tls(alice);
        client.startup(ProtocolVersion.V3_0, List.of(), "user", "app", "database", "demo");
        client.readUntilReady();
        return client;
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return String.valueOf(rows.getString(1));
        }
    }

    @Test
    void simpleAndExtendedProtocolAnswer() throws Exception {
        for (String mode : List.of("simple", "extended", "extendedForPrepared", "extendedCacheEverything")) {
            try (Connection connection = jdbc("preferQueryMode", mode, "prepareThreshold", "1");
                    PreparedStatement prepared = connection.prepareStatement("SELECT ?::int + 1, repeat(?, 3)")) {
                for (int i = 0; i < 7; i++) {
                    prepared.setInt(1, i);
                    prepared.setString(2, "ab");
                    try (ResultSet rows = prepared.executeQuery()) {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getInt(1)).isEqualTo(i + 1);
                        assertThat(rows.getString(2)).isEqualTo("ababab");
                    }
                }
            }
        }
    }

    @Test
    void errorsPassAndTheSessionGoesOn() throws Exception {
        try (Connection connection = jdbc();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELECT 1/0"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22012"));
            assertThat(one(statement, "SELECT 2")).isEqualTo("2");
        }
    }

    @Test
    void batchesAndCursorsWork() throws Exception {
        try (Connection connection = jdbc()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TEMP TABLE batch (n int)");
            }
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO batch VALUES (?)")) {
                for (int i = 0; i < 5000; i++) {
                    insert.setInt(1, i);
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).hasSize(5000);
            }
            try (PreparedStatement select = connection.prepareStatement("SELECT n FROM batch ORDER BY n")) {
                select.setFetchSize(100); // suspended portals
                try (ResultSet rows = select.executeQuery()) {
                    for (int i = 0; i < 5000; i++) {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getInt(1)).isEqualTo(i);
                    }
                }
            }
            connection.rollback();
        }
    }

    @Test
    void pipelinesAreAnsweredInOrderAndSkipToSyncAfterAnError() throws Exception {
        try (WireClient client = wire()) {
            client.send(out -> {
                for (String sql : List.of("SELECT 'one'", "SELECT 1/0", "SELECT 'skipped'")) {
                    WireClient.frame(out, 'P', "", sql, (short) 0);
                    WireClient.frame(out, 'B', "", "", (short) 0, (short) 0, (short) 0);
                    WireClient.frame(out, 'E', "", 0);
                }
                WireClient.frame(out, 'S');
                WireClient.frame(out, 'P', "", "SELECT 'two'", (short) 0);
                WireClient.frame(out, 'B', "", "", (short) 0, (short) 0, (short) 0);
                WireClient.frame(out, 'E', "", 0);
                WireClient.frame(out, 'S');
                WireClient.frame(out, 'Q', "SELECT 'three'; SELECT 'four'");
            });
            assertThat(client.readUntilReady())
                    .extracting(Frame::tag)
                    .containsExactly('1', '2', 'D', 'C', '1', 'E', 'Z');
            assertThat(client.readUntilReady()).extracting(Frame::tag).containsExactly('1', '2', 'D', 'C', 'Z');
            assertThat(client.readUntilReady())
                    .extracting(Frame::tag)
                    .containsExactly('T', 'D', 'C', 'T', 'D', 'C', 'Z');
        }
    }

    @Test
    void everySplitOfARequestGivesTheSameAnswer() throws Exception {
        try (WireClient client = wire()) {
            for (int piece = 1; piece < 12; piece++) {
                ByteBuf bytes = Unpooled.buffer();
                WireClient.frame(bytes, 'P', "", "SELECT 'split'", (short) 0);
                WireClient.frame(bytes, 'B', "", "", (short) 0, (short) 0, (short) 0);
                WireClient.frame(bytes, 'E', "", 0);
                WireClient.frame(bytes, 'S');
                while (bytes.isReadable()) {
                    byte[] part = new byte[Math.min(piece, bytes.readableBytes())];
                    bytes.readBytes(part);
                    client.send(part);
                }
                assertThat(client.readUntilReady()).extracting(Frame::tag).containsExactly('1', '2', 'D', 'C', 'Z');
            }
        }
    }

    @Test
    void copyWorksBothWays() throws Exception {
        try (Connection connection = jdbc();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE copied (n int, t text)");
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            StringBuilder rows = new StringBuilder();
            for (int i = 0; i < 50_000; i++) {
                rows.append(i).append('\t').append("row ").append(i).append('\n');
            }
            byte[] bytes = rows.toString().getBytes(StandardCharsets.US_ASCII);
            assertThat(copy.copyIn("COPY copied FROM STDIN", new ByteArrayInputStream(bytes)))
                    .isEqualTo(50_000);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertThat(copy.copyOut("COPY (SELECT * FROM copied ORDER BY n) TO STDOUT", out))
                    .isEqualTo(50_000);
            assertThat(out.toByteArray()).isEqualTo(bytes);
            assertThatThrownBy(() -> copy.copyIn(
                            "COPY copied FROM STDIN",
                            new ByteArrayInputStream("no number\tx\n".getBytes(StandardCharsets.US_ASCII))))
                    .hasMessageContaining("invalid input syntax");
            assertThat(one(statement, "SELECT count(*) FROM copied")).isEqualTo("50000");
        }
    }

    @Test
    void copyThroughTheExtendedProtocolLeavesAReusableConnection() throws Exception {
        Site own = Site.open();
        try (own;
                WireClient client = WireClient.to(own.port()).tls(own.person("alice"))) {
            client.startup(ProtocolVersion.V3_0, List.of(), "user", "app", "database", "demo");
            client.readUntilReady();
            client.query("CREATE TEMP TABLE c (n int)").readUntilReady();
            client.send(out -> {
                WireClient.frame(out, 'P', "", "COPY c FROM STDIN", (short) 0);
                WireClient.frame(out, 'B', "", "", (short) 0, (short) 0, (short) 0);
                WireClient.frame(out, 'E', "", 0);
                WireClient.frame(out, 'S'); // as libpq does; the server skips it inside the copy
            });
            Frame frame = client.read();
            while (frame.tag() != 'G') {
                frame = client.read();
            }
            client.send(out -> {
                WireClient.frame(out, 'd', "1\n2\n".getBytes(StandardCharsets.US_ASCII));
                WireClient.frame(out, 'c');
                WireClient.frame(out, 'S');
            });
            assertThat(client.readUntilReady()).extracting(Frame::tag).containsExactly('C', 'Z');
            client.send(out -> WireClient.frame(out, 'X'));
            Eventually.until(
                    SOON, "the connection is pooled", () -> own.gateway.report().pooledUpstreams() == 1);
        }
    }

    @Test
    void listenAndNotifyCarryThePidThatTheClientKnows() throws Exception {
        try (Connection listener = jdbc();
                Connection sender = jdbc();
                Statement listen = listener.createStatement();
                Statement notify = sender.createStatement()) {
            PGConnection pg = listener.unwrap(PGConnection.class);
            listen.execute("LISTEN news");
            listen.execute("NOTIFY news, 'own'");
            notify.execute("NOTIFY news, 'other'");
            PGNotification[] own = pg.getNotifications(5000);
            assertThat(own).isNotEmpty();
            assertThat(own[0].getParameter()).isEqualTo("own");
            assertThat(own[0].getPID()).isEqualTo(pg.getBackendPID());
            PGNotification[] other = own.length > 1 ? new PGNotification[] {own[1]} : pg.getNotifications(5000);
            assertThat(other).hasSize(1);
            assertThat(other[0].getParameter()).isEqualTo("other");
            assertThat(other[0].getPID()).isNotEqualTo(pg.getBackendPID());
        }
    }

    @Test
    void largeResultsAndLargeStatementsPass() throws Exception {
        try (Connection connection = jdbc();
                Statement statement = connection.createStatement()) {
            assertThat(one(statement, "SELECT repeat('x', 20000000)")).hasSize(20_000_000);
            String big = "y".repeat(5_000_000);
            assertThat(one(statement, "SELECT length('" + big + "')")).isEqualTo("5000000");
            try (ResultSet rows =
                    statement.executeQuery("SELECT n, repeat('z', 100) FROM generate_series(1, 200000) n")) {
                int seen = 0;
                while (rows.next()) {
                    seen++;
                }
                assertThat(seen).isEqualTo(200_000);
            }
        }
    }

    @Test
    void pgjdbcCancels() throws Exception {
        try (Connection connection = jdbc();
                Statement statement = connection.createStatement()) {
            CompletableFuture<Throwable> running = CompletableFuture.supplyAsync(() -> {
                try {
                    statement.execute("SELECT pg_sleep(30)");
                    return new AssertionError("not cancelled");
                } catch (SQLException e) {
                    return e;
                }
            });
            awaitSleeper();
            statement.cancel();
            assertThat(running.get())
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
            assertThat(one(statement, "SELECT 'still here'")).isEqualTo("still here");
        }
    }

    private void awaitSleeper() {
        Eventually.until(SOON, "somebody sleeps", () -> {
            try (Connection admin = site.postgres.connect("shop");
                    Statement statement = admin.createStatement()) {
                return one(
                                statement,
                                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%'")
                        .equals("1");
            }
        });
    }

    @Test
    void psqlCancelsWithControlC() throws Exception {
        CompletableFuture<CommandLine.Result> running = CompletableFuture.supplyAsync(() -> CommandLine.run(
                List.of(
                        "timeout",
                        "--preserve-status",
                        "-s",
                        "INT",
                        "2",
                        "/usr/lib/postgresql/15/bin/psql",
                        "-XAt",
                        site.conninfo(alice, "demo", "app"),
                        "-c",
                        "SELECT pg_sleep(30)"),
                Map.of(),
                "",
                Duration.ofSeconds(20)));
        CommandLine.Result result = running.get();
        assertThat(result.err()).contains("canceling statement due to user request");
    }

    @Test
    void cancelKeysOfProtocol32WorkAndForgedOnesDoNot() throws Exception {
        try (WireClient client = WireClient.to(site.port()).tls(alice)) {
            client.startup(ProtocolVersion.V3_2, List.of(), "user", "app", "database", "demo");
            BackendMessage.BackendKeyData key = (BackendMessage.BackendKeyData) client.readUntilReady().stream()
                    .filter(frame -> frame.tag() == 'K')
                    .findFirst()
                    .orElseThrow()
                    .read();
            client.query("SELECT pg_sleep(30)");
            awaitSleeper();
            byte[] forged = key.key().bytes();
            assertThat(forged).hasSize(32);
            forged[31] ^= 1;
            cancel(new CancelRequest(key.pid(), Secret.of(forged)));
            cancel(new CancelRequest(key.pid() + 1, key.key()));
            awaitSleeper();
            cancel(new CancelRequest(key.pid(), key.key()));
            assertThat(client.readUntilReady())
                    .anyMatch(frame -> frame.tag() == 'E' && frame.text().contains("57014"));
        }
    }

    /** Returns when the gateway has dealt with it. */
    private void cancel(CancelRequest request) throws Exception {
        try (WireClient cancel = WireClient.to(site.port()).tls(alice)) {
            cancel.send(request);
            assertThat(cancel.ended()).isTrue();
        }
    }

    @Test
    void illegalMessagesEndTheSession() throws Exception {
        for (char tag : new char[] {'p', 'R', 'z', 0}) {
            try (WireClient client = wire()) {
                client.send(out -> WireClient.frame(out, tag, "secret"));
                BackendMessage.ErrorResponse error = client.readError();
                assertThat(error.field('C')).contains(GatewayCode.PROTOCOL_VIOLATION.sqlstate());
                assertThat(error.field('S')).contains("FATAL");
                assertThat(error.fields().values()).noneMatch(text -> text.contains("secret"));
                assertThat(client.ended()).isTrue();
            }
        }
        for (int length : new int[] {3, 0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            try (WireClient client = wire()) {
                client.send(out -> out.writeByte('Q').writeInt(length).writeZero(4));
                assertThat(client.readError().field('C')).contains("08P01");
            }
        }
    }

    @Test
    void theServersOwnFatalIsPassedOn() throws Exception {
        try (WireClient client = wire()) {
            List<Frame> frames = client.query("SELECT pg_backend_pid()").readUntilReady();
            String pid = frames.get(1).text().replaceAll("[^0-9]", "");
            site.postgres.execute("postgres", "SELECT pg_terminate_backend(" + pid + ")");
            assertThat(client.readError().field('C')).contains("57P01");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void walsendersNeedTheirOwnRule() throws Exception {
        try (Site own = Site.open()) {
            Site.Credentials caller = own.person("alice");
            // a logical one answers SQL, so its database has to be allowed as well
            for (String enough : List.of("shop", "replication")) {
                own.rules(Site.allow("walsenders", "user:alice", enough, Optional.empty(), "app"));
                try (WireClient client = WireClient.to(own.port()).tls(caller)) {
                    client.startup(
                            ProtocolVersion.V3_0,
                            List.of(),
                            "user",
                            "app",
                            "database",
                            "demo",
                            "replication",
                            "database");
                    assertThat(client.readError().field('C')).contains("28000");
                }
            }
            own.rules(Site.allow("walsenders", "user:alice", "shop,replication", Optional.empty(), "app"));
            for (String kind : List.of("database", "true")) {
                try (WireClient client = WireClient.to(own.port()).tls(caller)) {
                    client.startup(
                            ProtocolVersion.V3_0,
                            List.of(),
                            "user",
                            "app",
                            "database",
                            "demo",
                            "replication",
                            kind,
                            "options",
                            "-c postern.entry=demo");
                    client.readUntilReady();
                    assertThat(client.query("IDENTIFY_SYSTEM").readUntilReady())
                            .extracting(Frame::tag)
                            .containsExactly('T', 'D', 'C', 'Z');
                }
            }
        }
    }

    @Test
    void theRulesTimeEndsASession() throws Exception {
        try (Site own = Site.open()) {
            own.rules(Site.allow("short", "user:alice", "shop", Optional.of(Duration.ofMillis(300)), "app"));
            try (WireClient client = WireClient.to(own.port()).tls(own.person("alice"))) {
                client.startup(ProtocolVersion.V3_0, List.of(), "user", "app", "database", "demo");
                client.readUntilReady();
                BackendMessage.ErrorResponse error = client.readError();
                assertThat(error.field('C')).contains("57P01");
                assertThat(error.field('M').orElse("")).contains("\"short\"");
                assertThat(client.ended()).isTrue();
            }
            Eventually.until(
                    SOON,
                    "the end is recorded",
                    () -> own.events.stream().anyMatch(event -> event instanceof SessionEvent.Ended));
        }
    }

    @Test
    void closingTheGatewayIsTold() throws Exception {
        Site own = Site.open();
        try (WireClient client = WireClient.to(own.port()).tls(own.person("alice"))) {
            client.startup(ProtocolVersion.V3_0, List.of(), "user", "app", "database", "demo");
            client.readUntilReady();
            own.close();
            assertThat(client.readError().field('C')).contains("57P01");
            assertThat(client.ended()).isTrue();
        }
    }
}
