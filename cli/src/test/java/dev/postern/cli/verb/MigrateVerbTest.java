package dev.postern.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.cli.fixture.Typed;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.Eventually;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestPostgres;
import dev.postern.testing.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EnabledIfPostgres(PgVersion.V18)
final class MigrateVerbTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestPostgres server = TestServers.shared(PgVersion.V18);

    @TempDir
    Path folder = Path.of("");

    private final ExecutorService runners = Executors.newCachedThreadPool();
    private String database = "";

    @AfterEach
    void endRunners() {
        runners.shutdownNow();
    }

    @BeforeEach
    void makeDatabase() throws SQLException {
        database = server.createDatabase();
        server.execute("postgres", """
                DO $$ BEGIN
                  CREATE ROLE m_owner NOLOGIN; CREATE ROLE m_migrator LOGIN PASSWORD 'only for tests';
                  GRANT m_owner TO m_migrator;
                EXCEPTION WHEN duplicate_object THEN NULL; END $$""");
        server.execute(
                "postgres",
                "ALTER DATABASE " + database + " OWNER TO m_owner; ALTER ROLE m_migrator IN DATABASE " + database
                        + " SET role = m_owner");
    }

    @Test
    void commandGetsTheConnectionAndWhatItMakesIsTheOwners() {
        Typed.Result result = migrate("psql -XqAt -v ON_ERROR_STOP=1 -c 'create table made (id serial)'"
                + " -c 'select session_user, current_user' >" + folder.resolve("who"));

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo("2 new objects, 2 of them m_owner's\n");
        assertThat(folder.resolve("who")).hasContent("m_migrator|m_owner");
    }

    @Test
    void commandsOwnExitCodeComesBack() {
        Typed.Result result = migrate("exit 42");

        assertThat(result.code()).isEqualTo(42);
        assertThat(result.err()).contains("ended with 42");
    }

    @Test
    void objectThatSomebodyElseOwnsIsAFailure() throws SQLException {
        server.execute(database, "GRANT CREATE ON SCHEMA public TO m_migrator");
        Typed.Result result = migrate("psql -XqAt -c 'set role none' -c 'create table mine (id int)'");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("table public.mine belongs to m_migrator, not to m_owner");
    }

    @Test
    void aRightThatTheMigrationTookAwayIsAFailure() throws SQLException {
        server.execute(
                database,
                "DO $$ BEGIN CREATE ROLE m_readers; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
                        + " CREATE TABLE before (id int);"
                        + " ALTER DEFAULT PRIVILEGES FOR ROLE m_owner GRANT SELECT ON TABLES TO m_readers;"
                        + " ALTER DEFAULT PRIVILEGES FOR ROLE m_owner IN SCHEMA public GRANT USAGE ON SEQUENCES TO m_readers");
        Typed.Result result = migrate("psql -XqAt -c 'create table fine (id serial)' -c 'create table taken (id int)'"
                + " -c 'revoke all on taken from m_readers'");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains(
                        "the new table public.taken lacks what m_owner's default privileges give: SELECT to m_readers")
                .doesNotContain("fine")
                .doesNotContain("before");
    }

    @Test
    void ofTwoRunnersOneWaitsForTheOther() throws Exception {
        Path order = folder.resolve("order");
        List<CompletableFuture<Typed.Result>> runners = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            runners.add(later("echo begin >>" + order + "; sleep 0.7; echo end >>" + order));
        }
        List<String> told = new ArrayList<>();
        for (CompletableFuture<Typed.Result> runner : runners) {
            assertThat(runner.get(60, TimeUnit.SECONDS).code()).isZero();
            told.add(runner.get().err());
        }
        assertThat(told)
                .as("who had to wait")
                .filteredOn(text -> text.contains("until it ends"))
                .isNotEmpty();
        assertThat(Files.readAllLines(order)).containsExactly("begin", "end", "begin", "end", "begin", "end");
    }

    @Test
    void whoeverWaitsTooLongIsToldWhoRuns() throws Exception {
        Path started = folder.resolve("started");
        Path stop = folder.resolve("stop");
        CompletableFuture<Typed.Result> first =
                later("touch " + started + "; until [ -e " + stop + " ]; do sleep 0.1; done");
        Eventually.until(PATIENCE, "the first runs", () -> Files.exists(started));

        Typed.Result second = migrate("touch " + folder.resolve("never"), "--turn", "1s");

        assertThat(second.code()).isEqualTo(1);
        assertThat(second.err())
                .contains("more than 1 s: server process", "as m_migrator from 127.0.0.1, since 20")
                .startsWith("another migration of " + database + " runs: server process ")
                .contains("; waiting for up to 1s until it ends");
        assertThat(folder.resolve("never")).doesNotExist();
        Files.writeString(stop, "");
        assertThat(first.get(30, TimeUnit.SECONDS).err()).isEmpty();
        assertThat(first.get(30, TimeUnit.SECONDS).code()).isZero();
    }

    @Test
    void commandIsEndedWhenTheSessionThatHoldsTheRightDies() throws Exception {
        Path pids = folder.resolve("pids");
        CompletableFuture<Typed.Result> running =
                later("echo $$ >" + pids + "; sleep 60 & echo $! >>" + pids + "; wait");
        Eventually.until(PATIENCE, "the command runs", () -> lines(pids).size() == 2);

        server.execute(
                "postgres",
                "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
                        + " WHERE l.locktype = 'advisory' AND d.datname = '" + database + "'");

        Typed.Result result = running.get(30, TimeUnit.SECONDS);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("the session that holds the right to migrate is lost");
        for (String pid : lines(pids)) {
            Eventually.until(PATIENCE, "process " + pid + " has ended", () -> ended(pid));
        }
    }

    /** Also when nobody has buried it. */
    private static boolean ended(String pid) {
        try {
            return Files.readString(Path.of("/proc", pid, "stat")).contains(") Z ");
        } catch (IOException gone) {
            return true;
        }
    }

    @Test
    void rightIsFreeAfterwards() throws SQLException {
        migrate("true");

        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")) {
            row.next();
            assertThat(row.getInt(1)).isZero();
        }
    }

    @Test
    void commandThatIsNotThereIsSaid() {
        Typed.Result result = run(List.of(), "/does/not/exist");

        assertThat(result.code()).isNotZero();
        assertThat(result.err()).contains("/does/not/exist");
    }

    /** On a thread of the system: the command ends with the one that started it. */
    private CompletableFuture<Typed.Result> later(String shell) {
        return CompletableFuture.supplyAsync(() -> migrate(shell), runners);
    }

    private Typed.Result migrate(String shell, String... options) {
        return run(List.of(options), "sh", "-c", shell);
    }

    private Typed.Result run(List<String> options, String... command) {
        List<String> words = new ArrayList<>(List.of(
                "migrate",
                "--conninfo",
                "host=127.0.0.1 port=" + server.port() + " dbname=" + database + " sslmode=disable",
                "--as",
                "m_migrator"));
        words.addAll(options);
        words.add("--");
        words.addAll(List.of(command));
        return new Typed(folder).with("PGPASSWORD", "only for tests").run(words.toArray(String[]::new));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException failure) {
            return List.of();
        }
    }
}
