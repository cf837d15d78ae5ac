package dev.postern.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Database;
import dev.postern.model.DatabaseRole;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.provision.apply.Applier;
import dev.postern.provision.apply.ApplySettings;
import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.fixture.Converge;
import dev.postern.provision.fixture.Declared;
import dev.postern.provision.fixture.DeclaredDatabase;
import dev.postern.provision.fixture.ScriptedConnector;
import dev.postern.provision.observe.Observer;
import dev.postern.provision.plan.Plan;
import dev.postern.provision.plan.Step;
import dev.postern.testing.CommandLine;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import dev.postern.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What many roles, schemas and tables cost. */
@Tag("server")
@EnabledIfPostgres(PgVersion.V18)
class ScaleTest {
    private static final int ROLES = 1_000;
    private static final int SCHEMAS = 200;
    private static final int TABLES = 50_000;

    @Test
    void queriesDoNotGrowWithRolesAndSchemas() throws SQLException {
        try (TestPostgres server = server()) {
            assertThat(queriesAt(server, 60, 20, 200))
                    .isEqualTo(queriesAt(server, 6, 2, 10))
                    .isLessThan(40);
        }
    }

    @Test
    void eachDatabaseCostsTheSameNumberOfQueries() throws SQLException {
        try (TestPostgres server = server()) {
            int one = queriesOf(server, 1);
            int two = queriesOf(server, 2);
            int five = queriesOf(server, 5);
            System.out.println("queries to look at 1, 2 and 5 databases: " + one + ", " + two + ", " + five);
            assertThat(five - two).isEqualTo(3 * (two - one));
            assertThat(two - one).isLessThan(20);
        }
    }

    private static int queriesOf(TestPostgres server, int databases) throws SQLException {
        DesiredServer desired = Declared.server(IntStream.range(0, databases)
                .mapToObj(i -> Declared.usual("each_" + i))
                .toArray(Database[]::new));
        Converge.fully(ScaleMain.trusted(server.port()), desired);
        return queries(server, desired);
    }

    @Test
    @Tag("full")
    void planWithoutChangeIsQuickAndSmall() throws Exception {
        try (TestPostgres server = server()) {
            server.execute("postgres", "CREATE DATABASE scale");
            Converge.apply(ScaleMain.trusted(server.port()), declared(ROLES, SCHEMAS));
            tables(server, SCHEMAS, TABLES);
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString()));
            command.addAll(Files.readAllLines(Path.of("..", "dist", "src", "launcher", "verbs.args")));
            command.addAll(List.of(
                    "-cp",
                    System.getProperty("java.class.path"),
                    ScaleMain.class.getName(),
                    Integer.toString(server.port()),
                    Integer.toString(ROLES),
                    Integer.toString(SCHEMAS)));
            String[] measured = CommandLine.run(command, Map.of(), "", Duration.ofMinutes(5))
                    .orFail()
                    .out()
                    .strip()
                    .split(" ", -1);
            System.out.println("plan without change, " + ROLES + " roles, " + SCHEMAS + " schemas, " + TABLES
                    + " tables: " + measured[1] + " ms, " + Integer.parseInt(measured[2]) / 1024 + " MB");
            assertThat(measured[0]).as("steps").isEqualTo("0");
            assertThat(Long.parseLong(measured[1])).as("milliseconds").isLessThanOrEqualTo(5_000);
            assertThat(Long.parseLong(measured[2])).as("kilobytes").isLessThanOrEqualTo(400 * 1024);
        }
    }

    @Test
    @Tag("full")
    void firstApplyIsAsQuickAsPsql() throws Exception {
        DesiredServer desired = declared(ROLES, SCHEMAS);
        try (TestPostgres ours = server();
                TestPostgres theirs = server()) {
            ours.execute("postgres", "CREATE DATABASE scale");
            theirs.execute("postgres", "CREATE DATABASE scale");
            DatabaseConnector admin = ScaleMain.trusted(ours.port());
            Plan plan = Converge.plan(admin, desired);
            Path script = script(plan);
            long psql = nanos(() -> CommandLine.run(
                            List.of(
                                    "psql",
                                    "-X",
                                    "-q",
                                    "-1",
                                    "-v",
                                    "ON_ERROR_STOP=1",
                                    "-f",
                                    script.toString(),
                                    theirs.conninfo("scale")),
                            Map.of(),
                            "",
                            Duration.ofMinutes(5))
                    .orFail());
            long apply = nanos(() -> new Applier(ApplySettings.USUAL).apply(plan, admin, "postgres"));
            System.out.println("first apply of " + ROLES + " roles and " + SCHEMAS + " schemas: " + apply / 1_000_000
                    + " ms, psql -1 -f " + psql / 1_000_000 + " ms");
            assertThat(Converge.plan(admin, desired).steps()).isEmpty();
            assertThat(Converge.plan(ScaleMain.trusted(theirs.port()), desired).steps())
                    .isEmpty();
            assertThat(apply).isLessThanOrEqualTo(2 * psql);
            assertThat(plan.steps()).extracting(Step::title).allMatch(title -> title.length() < 200);
        }
    }

    static DesiredServer declared(int roles, int schemas) {
        Profile[] profiles = {Profile.APPLICATION, Profile.READER, Profile.MIGRATOR};
        DatabaseRole[] all = IntStream.range(0, roles)
                .mapToObj(i -> Declared.role("scale_" + i, profiles[i % profiles.length]))
                .toArray(DatabaseRole[]::new);
        Database.Schema[] wanted = IntStream.range(0, schemas)
                .mapToObj(i -> new Database.Schema("s" + i, Optional.empty(), Optional.empty()))
                .toArray(Database.Schema[]::new);
        return Declared.server(new DeclaredDatabase(Declared.database("scale", "scale_owner", List.of(), all))
                .schemas(wanted)
                .get());
    }

    private static int queriesAt(TestPostgres server, int roles, int schemas, int tables) throws SQLException {
        DesiredServer desired = declared(roles, schemas);
        Converge.apply(ScaleMain.trusted(server.port()), desired);
        tables(server, schemas, tables);
        int count = queries(server, desired);
        assertThat(Converge.plan(ScaleMain.trusted(server.port()), desired).steps())
                .isEmpty();
        return count;
    }

    private static int queries(TestPostgres server, DesiredServer desired) {
        AtomicInteger count = new AtomicInteger();
        Observer.observe(
                new ScriptedConnector(ScaleMain.trusted(server.port()), (_, _) -> count.incrementAndGet()),
                "postgres",
                desired);
        return count.get();
    }

    // some at a time: each one that a transaction makes holds a lock to its end
    private static void tables(TestPostgres server, int schemas, int tables) throws SQLException {
        server.execute("scale", "GRANT scale_owner TO postgres");
        for (int done = 0; done < tables; done += 1_000) {
            server.execute(
                    "scale",
                    "SET ROLE scale_owner; DO $$ BEGIN FOR i IN " + done + ".."
                            + (Math.min(done + 1_000, tables) - 1) + " LOOP EXECUTE format("
                            + "'CREATE TABLE IF NOT EXISTS s%s.t%s (id int)', i % " + schemas
                            + ", i); END LOOP; END $$");
        }
    }

    private static TestPostgres server() {
        return TestPostgres.builder(PgVersion.V18)
                .hba("host all all 127.0.0.1/32 trust")
                .setting("max_locks_per_transaction", "1024")
                .start();
    }

    private static Path script(Plan plan) throws IOException {
        StringBuilder text = new StringBuilder();
        plan.steps()
                .forEach(step -> step.shown().forEach(sql -> text.append(sql).append(";\n")));
        return Files.writeString(TestFolder.fresh("scale").resolve("plan.sql"), text);
    }

    private static long nanos(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return System.nanoTime() - begin;
    }
}
