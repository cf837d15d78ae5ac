package dev.postern.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.cli.fixture.TlsPostgres;
import dev.postern.cli.fixture.Trust;
import dev.postern.cli.login.ConnectionValues;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.Eventually;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;

@EnabledIfPostgres(PgVersion.V18)
final class SqlShellTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final TlsPostgres POSTGRES = new TlsPostgres(new Trust());
    private static final ConnectionValues VALUES = POSTGRES.login(TestFolder.fresh("shell"));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Path history = TestFolder.fresh("history").resolve("history");

    @Test
    void statementsGoOverLinesUntilTheirSemicolon() throws Exception {
        try (Conversation talk = new Conversation()) {
            talk.type("select 'it''s\nspread; out' as t,\n null as nothing\n;\n");
            talk.waitFor("(1 row)");
            assertThat(text(out)).contains("spread; out").contains("<NULL>");
            talk.type("select 1; select 2;\n\\l\n\\dt\n\\conninfo\n\\?\n\\nonsense\n");
            talk.waitFor("Server process");
            Eventually.until(
                    PATIENCE, "the unknown command is answered", () -> text(err).contains("\\nonsense"));
            talk.type("\\q\n");
            assertThat(talk.end()).isZero();
        }
    }

    @Test
    void errorsAndTransactionsAreSeenAndTheConversationGoesOn() throws Exception {
        try (Conversation talk = new Conversation()) {
            talk.type("begin;\nselect 1/0;\n");
            Eventually.until(PATIENCE, "the error", () -> text(err).contains("22012"));
            talk.type("select 'no' as r;\n");
            Eventually.until(
                    PATIENCE,
                    "the refusal in a failed transaction",
                    () -> text(err).contains("25P02"));
            talk.type("rollback;\nselect 'on' as it_goes;\n");
            talk.waitFor("it_goes");
            assertThat(talk.screen()).contains("=!> ");
            talk.type("\u0004");
            assertThat(talk.end()).isZero();
        }
    }

    @Test
    void aLongResultStopsAtTheLimit() throws Exception {
        try (Conversation talk = new Conversation()) {
            talk.type("select n from generate_series(1, 5000) n;\n");
            talk.waitFor("(first 1000 rows; there are more)");
            talk.type("\\limit 2\nselect n from generate_series(1, 5000) n;\n");
            talk.waitFor("(first 2 rows; there are more)");
            talk.type("\\limit 0\nselect n from generate_series(1, 2000) n;\n");
            talk.waitFor("(2000 rows)");
            talk.type("\\q\n");
            assertThat(talk.end()).isZero();
        }
    }

    @Test
    void ctrlCCancelsTheStatementAndNotTheConversation() throws Exception {
        try (Conversation talk = new Conversation()) {
            talk.type("select pg_sleep(600);\n");
            Eventually.until(PATIENCE, "the statement runs", SqlShellTest::sleeps);
            talk.terminal.raise(Terminal.Signal.INT);
            Eventually.until(PATIENCE, "it was cancelled", () -> text(err).contains("57014"));
            talk.type("select 'alive' as still;\n");
            talk.waitFor("alive");
            talk.type("\\q\n");
            assertThat(talk.end()).isZero();
        }
    }

    @Test
    void theHistoryKeepsNoSecrets() throws Exception {
        try (Conversation talk = new Conversation()) {
            talk.type("select 'remembered' as r;\n");
            talk.type("create role forgotten password 'hunter2';\n");
            talk.waitFor("CREATE ROLE");
            talk.type("\\q\n");
            assertThat(talk.end()).isZero();
        }
        assertThat(Files.readString(history)).contains("remembered").doesNotContain("hunter2");
        assertThat(Files.getPosixFilePermissions(history)).hasSize(2);
        POSTGRES.server().execute("postgres", "drop role forgotten");
    }

    private static boolean sleeps() throws SQLException {
        try (Connection connection = POSTGRES.server().connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select 1 from pg_stat_activity where query like 'select pg_sleep%' and state = 'active'")) {
            return rows.next();
        }
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    /** A person at a terminal. */
    private final class Conversation implements AutoCloseable {
        private final PipedOutputStream keyboard = new PipedOutputStream();
        private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
        private final Terminal terminal;
        private final SqlSession session;
        private final CompletableFuture<Integer> running;

        private Conversation() throws IOException, SQLException {
            terminal = TerminalBuilder.builder()
                    .system(false)
                    .streams(new PipedInputStream(keyboard, 1 << 16), seen)
                    .type("xterm")
                    .encoding(StandardCharsets.UTF_8)
                    .build();
            terminal.setSize(Size.of(200, 50));
            PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
            PrintStream beside = new PrintStream(err, true, StandardCharsets.UTF_8);
            session = new SqlSession(SqlSession.connect(VALUES), new ByteArrayInputStream(new byte[0]), to, beside);
            SqlShell shell = new SqlShell(session, VALUES, to, beside, history);
            running = new CompletableFuture<>();
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    running.complete(shell.run(terminal));
                } catch (SQLException | RuntimeException failure) {
                    running.completeExceptionally(failure);
                }
            });
        }

        void type(String text) throws IOException {
            keyboard.write(text.replace('\n', '\r').getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
        }

        void waitFor(String words) {
            Eventually.until(
                    PATIENCE,
                    "\"" + words + "\" after " + text(out) + text(err),
                    () -> text(out).contains(words));
        }

        String screen() {
            return text(seen);
        }

        int end() throws ExecutionException, InterruptedException, TimeoutException {
            return running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        @Override
        public void close() throws IOException, SQLException {
            keyboard.close();
            session.close();
            terminal.close();
        }
    }
}
