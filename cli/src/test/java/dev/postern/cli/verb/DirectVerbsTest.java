package dev.postern.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.cli.fixture.Golden;
import dev.postern.cli.fixture.Trust;
import dev.postern.cli.fixture.Typed;
import dev.postern.pki.authority.AuthorityName;
import dev.postern.server.ServerTls;
import dev.postern.testing.CommandLine;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import dev.postern.testing.TestPostgres;
import dev.postern.testing.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plan, apply, prove, render and rotate from files alone, against a server. */
@EnabledIfPostgres(PgVersion.V18)
final class DirectVerbsTest {
    private static final Trust TRUST = new Trust();
    private static final Path SERVER = TestFolder.fresh("direct-server");
    private static final TestPostgres POSTGRES = start();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path folder = TestFolder.fresh("direct");

    private static TestPostgres start() {
        try {
            TRUST.server().write(SERVER, "server");
            Files.writeString(SERVER.resolve("ca.crt"), TRUST.bundle(AuthorityName.SERVER));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        return TestPostgres.builder(PgVersion.V18)
                .tls(new ServerTls(
                        SERVER.resolve("server.crt"), SERVER.resolve("server.key"), SERVER.resolve("ca.crt")))
                .hba(
                        "hostnossl all postgres 127.0.0.1/32 scram-sha-256",
                        "hostnossl plain plain_app 127.0.0.1/32 scram-sha-256",
                        "hostssl all all 127.0.0.1/32 scram-sha-256")
                .start();
    }

    @BeforeEach
    void files() throws IOException {
        Files.copy(SERVER.resolve("ca.crt"), folder.resolve("ca.crt"));
        secret("admin", POSTGRES.password());
    }

    @Test
    void oneStoryFromThePlanToARotation() throws Exception {
        String shop = declare("shop", "");
        golden("direct-plan", run("plan", "--direct", "-f", shop));
        golden("direct-plan-json", run("plan", "--direct", "--json", shop));
        golden("direct-plan-sql", run("plan", "--direct", "--sql", "--cluster", "pg1", shop));
        golden("direct-apply", run("apply", "--direct", shop));
        golden("direct-plan-empty", run("plan", "--direct", "--exit-code", shop));
        golden("direct-plan-sql-empty", run("plan", "--direct", "--sql", shop));
        golden("direct-prove", run("prove", "-f", shop));
        golden("direct-rotate", run("rotate", "shop", "-f", shop));
        golden("direct-rotate-json", run("rotate", "shop", "--json", shop));
        golden("direct-plan-empty", run("plan", "--direct", "--exit-code", shop));
        assertThat(run("prove", shop).code()).isZero();
    }

    @Test
    void whatWouldBeDestroyedNeedsTheWord() throws Exception {
        assertThat(run("apply", "--direct", declare("gone", "")).code()).isZero();
        String absent = declare("gone", "ensure: absent");

        golden("direct-plan-destroys", run("plan", "--direct", absent));
        Typed.Result refused = run("apply", "--direct", absent);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("--allow-destroy");
        assertThat(rows(POSTGRES, "SELECT datname FROM pg_database WHERE datname = 'gone'"))
                .hasSize(1);

        Typed.Result done = run("apply", "--direct", "--allow-destroy", absent);
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(rows(
                        POSTGRES,
                        "SELECT datname FROM pg_database WHERE datname = 'gone'"
                                + " UNION SELECT rolname FROM pg_roles WHERE rolname LIKE 'gone\\_app%'"))
                .isEmpty();
        assertThat(run("plan", "--direct", "--exit-code", absent).code()).isZero();
    }

    @Test
    void aScriptOfSeveralClustersRunsOnTheServerThatIsNamed() throws Exception {
        TestPostgres other = TestServers.shared(PgVersion.V18);
        String two = write(
                "two.yaml",
                cluster("east")
                        + database("east1", "east", "east1_app", "")
                        + """
                        ---
                        {apiVersion: postern.dev/v1alpha1, kind: Cluster, metadata: {name: west}, spec: {
                          engine: external, endpoints: {primary: "localhost:%d"}, tls: {sslmode: disable},
                          admin: {user: postgres, password: {file: admin}}}}
                        """.formatted(other.port())
                        + database("west1", "west", "west1_app", ""));
        Typed.Result script = run("plan", "--direct", "--sql", two);
        golden("direct-plan-sql-two", script);
        Path file = Files.writeString(folder.resolve("two.sql"), script.out());

        CommandLine.Result unsaid = psql(other, file);
        assertThat(unsaid.exit()).isEqualTo(3);
        assertThat(unsaid.err()).contains("psql -v cluster=NAME");
        assertThat(psql(other, file, "-v", "cluster=north").exit()).isEqualTo(3);
        assertThat(databases(other)).isEmpty();
        psql(other, file, "-v", "cluster=west").orFail();
        assertThat(databases(other)).containsExactly("west1");

        String alone =
                run("plan", "--direct", "--sql", "--cluster", "east", two).out();
        assertThat(alone).doesNotContain("west1").doesNotContain("\\if");
        psql(POSTGRES, Files.writeString(folder.resolve("east.sql"), alone)).orFail();
        assertThat(databases(POSTGRES)).containsExactly("east1");
        assertThat(run("plan", "--direct", "--exit-code", two).code()).isZero();
        assertThat(run("plan", "--direct", "--sql", "--cluster", "west", two).out())
                .isEqualTo("-- Nothing to do on Cluster west.\n");
        Typed.Result unknown = run("plan", "--direct", "--sql", "--cluster", "wets", two);
        assertThat(unknown.code()).as(unknown.err()).isEqualTo(2);
        assertThat(unknown.err()).contains("did you mean \"west\"").contains("east, west");
        assertThat(run("plan", "--direct", "--cluster", "west", two).code()).isEqualTo(2);
    }

    @Test
    void whatADbaTypesIsSaidAndOnceItIsNamedNothingIsLeft() throws Exception {
        String declared = cluster("pg1")
                + database("typed", "pg1", "typed_app", "")
                + binding("typed", "sslmode: verify-full, consumer: libpq, roles: {application: typed_app}", "");
        String unnamed = write("typed.yaml", declared);
        Typed.Result script = run("plan", "--direct", "--sql", unnamed);
        assertThat(script.out())
                .contains("-- by hand: choose a password for typed_app, and name the file that has it in"
                        + " credentials.application.password of Binding typed;");
        assertThat(script.err()).contains("1 delivery to consumers cannot be in a script");
        String run = script.out().replace("\\password typed_app", "ALTER ROLE typed_app PASSWORD 'typed by hand';");
        psql(POSTGRES, Files.writeString(folder.resolve("typed.sql"), run)).orFail();

        Typed.Result left = run("plan", "--direct", unnamed);
        assertThat(left.out()).contains("typed_app is there already and gets a new password", "2 steps would be done.");

        secret("typed-password", "typed by hand");
        String named = write(
                "typed.yaml",
                declared.replace(
                        "roles: {application: typed_app}",
                        "roles: {application: typed_app}, credentials: {application: {password: {file: typed-password}}}"));
        assertThat(run("plan", "--direct", "--sql", named).out()).isEqualTo("-- Nothing to do.\n");
        assertThat(run("apply", "--direct", named).code()).isZero();
        assertThat(run("plan", "--direct", "--exit-code", named).code()).isZero();
    }

    @Test
    void aScriptReachesDatabasesOfAnyName() throws Exception {
        String odd = "Wéird \"q\" it's a=b \\ x";
        String declared = write("odd.yaml", cluster("pg1") + database("odd", "pg1", "odd_app", "name: " + odd + ","));
        String script = run("plan", "--direct", "--sql", declared).out();

        psql(POSTGRES, Files.writeString(folder.resolve("odd.sql"), script)).orFail();

        Typed.Result again = run("plan", "--direct", "--exit-code", declared);
        assertThat(again.code()).as(again.out() + again.err()).isZero();
    }

    @Test
    void aLoginWithoutTlsIsAWarningAndProvenWithoutTls() throws Exception {
        String plain = write(
                "plain.yaml",
                cluster("pg1")
                        + database("plain", "pg1", "plain_app", "")
                        + binding("plain", "sslmode: disable, consumer: spire, roles: {service: plain_app}", ""));
        Typed.Result plan = run("plan", "--direct", plain);
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.out())
                .contains("hostnossl plain plain_app all scram-sha-256")
                .contains("sends everything in the clear");
        assertThat(run("apply", "--direct", plain).code()).isZero();
        assertThat(run("plan", "--direct", "--exit-code", plain).code()).isZero();
        assertThat(folder.resolve("out/datastore.hcl"))
                .content()
                .contains("sslmode=disable")
                .doesNotContain("sslroot");
        golden("direct-prove-plain", run("prove", plain));
    }

    @Test
    void theLastLineSaysWhatApplyWouldMakeOfIt() throws Exception {
        String odd = write(
                "last.yaml",
                cluster("pg1")
                        + database("last", "pg1", "last_app", "")
                                .replace(
                                        "profile: application",
                                        "profile: application, validUntil: 2020-01-01T00:00:00Z")
                        + binding("last", "sslmode: verify-full, consumer: libpq, roles: {application: last_app}", ""));
        Typed.Result over = run("plan", "--direct", odd);
        assertThat(over.out())
                .contains(
                        "note: pg1: the password of last_app is declared to be valid until 2020-01-01T00:00:00Z, which is past")
                .endsWith(" steps would be done.\n");

        POSTGRES.execute("postgres", "CREATE ROLE last_app NOLOGIN");
        Typed.Result blocked = run("plan", "--direct", odd);
        assertThat(blocked.code()).isEqualTo(1);
        assertThat(blocked.out())
                .contains("! pg1: a Binding logs in as last_app, which may not log in (NOLOGIN)")
                .endsWith(" steps, none of which is done as long as what is marked ! stays.\n");

        Typed.Result refused = run("apply", "--direct", odd);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).doesNotContain("Nothing to do");
    }

    private Typed.Result run(String... words) {
        return new Typed(folder)
                .with("POSTERN_HOME", folder.resolve("home").toString())
                .run(words);
    }

    private static List<String> databases(TestPostgres server) throws SQLException {
        return rows(server, "SELECT datname FROM pg_database WHERE datname IN ('east1', 'west1')");
    }

    private static CommandLine.Result psql(TestPostgres server, Path script, String... more) {
        List<String> words =
                new ArrayList<>(List.of("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", script.toString()));
        words.addAll(List.of(more));
        words.add("host=127.0.0.1 port=" + server.port() + " dbname=postgres user=postgres");
        return CommandLine.run(words, Map.of("PGPASSWORD", server.password()), "", PATIENCE);
    }

    private static List<String> rows(TestPostgres server, String query) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    // what differs from run to run is replaced before the comparison
    private void golden(String name, Typed.Result result) {
        String all = result.out() + (result.err().isEmpty() ? "" : "---- standard error\n" + result.err());
        Golden.check(
                name + ".txt",
                "exit " + result.code() + "\n"
                        + all.replace(folder.toString(), "/FOLDER")
                                .replace(Integer.toString(POSTGRES.port()), "PORT")
                                .replaceAll("read by \\S+ only", "read by USER only")
                                .replaceAll("\\(\\d+(\\.\\d+)? m?s\\)", "(N ms)")
                                .replaceAll("for \\d+ ms", "for N ms")
                                .replaceAll("goes with \\d+ MB", "goes with N MB")
                                .replaceAll("(Millis\"|millis\") : \\d+", "$1 : 0")
                                .replaceAll("(?m) +\\d+$", " N")
                                .replaceAll("(?m) +MS$", " MS"));
    }

    private String declare(String name, String ensure) throws IOException {
        String app = name + "_app";
        if (!ensure.isEmpty()) {
            return write(name + ".yaml", cluster("pg1") + """
                    ---
                    {apiVersion: postern.dev/v1alpha1, kind: Database, metadata: {name: %1$s}, spec: {
                      cluster: pg1, owner: %1$s_owner, ensure: absent,
                      roles: [{name: %1$s_app, profile: application, ensure: absent}]}}
                    """.formatted(name));
        }
        return write(
                name + ".yaml",
                cluster("pg1")
                        + database(name, "pg1", app, "")
                        + binding(
                                name, "sslmode: verify-full, consumer: libpq, roles: {application: " + app + "}", ""));
    }

    private static String cluster(String name) {
        return """
                ---
                {apiVersion: postern.dev/v1alpha1, kind: Cluster, metadata: {name: %s}, spec: {
                  engine: external, endpoints: {primary: "localhost:%d"},
                  tls: {sslmode: verify-full, sslrootcert: {file: ca.crt}},
                  admin: {user: postgres, password: {file: admin}}}}
                """.formatted(name, POSTGRES.port());
    }

    private static String database(String name, String cluster, String role, String more) {
        return """
                ---
                {apiVersion: postern.dev/v1alpha1, kind: Database, metadata: {name: %1$s}, spec: {
                  cluster: %2$s, owner: %1$s_owner, %4$s
                  roles: [{name: %3$s, profile: application}]}}
                """.formatted(name, cluster, role, more);
    }

    private static String binding(String name, String spec, String more) {
        return """
                ---
                {apiVersion: postern.dev/v1alpha1, kind: Binding, metadata: {name: %s}, spec: {
                  database: %s, auth: scram-sha-256, %s, %s
                  deliver: [{directory: out}]}}
                """.formatted(name, name, spec, more);
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private void secret(String name, String text) throws IOException {
        Files.setPosixFilePermissions(
                Files.writeString(folder.resolve(name), text), PosixFilePermissions.fromString("rw-------"));
    }
}
