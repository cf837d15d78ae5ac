package dev.postern.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.ApplyAnswer;
import dev.postern.api.Databases;
import dev.postern.api.Login;
import dev.postern.api.Logout;
import dev.postern.api.PlanAnswer;
import dev.postern.api.ProveAnswer;
import dev.postern.api.Route;
import dev.postern.api.Status;
import dev.postern.api.WhoAmI;
import dev.postern.cli.fixture.FakeControl;
import dev.postern.cli.fixture.Golden;
import dev.postern.cli.fixture.Trust;
import dev.postern.cli.fixture.Typed;
import dev.postern.kernel.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerbsTest {
    private static final Trust TRUST = new Trust();
    private static final Instant LATER = Instant.parse("2999-12-31T00:00:00Z");

    @TempDir
    Path folder = Path.of("");

    private final FakeControl control = new FakeControl(TRUST);
    private Path home = Path.of("");

    @BeforeEach
    void start() throws IOException {
        home = folder.resolve("home");
        control.writeHome(home);
    }

    @AfterEach
    void stop() {
        control.close();
    }

    @Test
    void listsDatabases() {
        control.on(Route.DATABASES, databases());
        assertGolden("db-ls", typed().run("db", "ls", "--home", home.toString()));
        assertGolden("db-ls-json", typed().run("db", "ls", "--json", "--home", home.toString()));
        assertThat(control.asked()).containsOnly("GET /v1/databases");
    }

    @Test
    void showsOneDatabase() {
        control.on(Route.DATABASES, databases());
        Typed.Result shown = typed().run("db", "show", "appdb", "--home", home.toString());
        assertThat(shown.out()).contains("see: postern --home " + home + " login");
        assertGolden(
                "db-show", new Typed.Result(shown.code(), shown.out().replace(home.toString(), "HOME"), shown.err()));
        assertGolden("db-show-json", typed().run("db", "show", "orders", "--json", "--home", home.toString()));
        Typed.Result unknown = typed().run("db", "show", "order", "--home", home.toString());
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("did you mean \"orders\"?").contains("demo, orders");
    }

    @Test
    void whatAServerSaysIsNeverSentToTheTerminalRaw() {
        control.on(
                Route.DATABASES,
                new Databases(List.of(new Databases.Database("\u001b]0;x\u0007", "c\u009b1m", "d", "s", List.of()))));
        for (String json : List.of("--json", "--home=" + home)) {
            Typed.Result result = typed().run("db", "ls", "--home", home.toString(), json);
            assertThat(result.out()).doesNotContain("\u001b", "\u009b", "\u0007");
        }
    }

    @Test
    void showsStatus() {
        control.on(Route.STATUS, status());
        assertGolden("status", typed().run("status", "--home", home.toString()));
        assertGolden("status-json", typed().run("status", "--json", "--home", home.toString()));
    }

    @Test
    void plansAndApplies() throws IOException {
        Path manifests = Files.createDirectory(folder.resolve("manifests"));
        Files.writeString(manifests.resolve("b.yaml"), "kind: B\n");
        Files.writeString(manifests.resolve("a.yml"), "kind: A\n");
        Files.writeString(manifests.resolve("note.txt"), "not one");
        control.when(Route.PLAN, asked -> {
            assertThat(asked.files()).extracting("text").containsExactly("kind: A\n", "kind: B\n", "typed");
            assertThat(asked.files().getFirst().folder()).isEqualTo(manifests.toString());
            return new PlanAnswer(changes(), steps(), findings());
        });
        control.on(
                Route.APPLY,
                new ApplyAnswer(
                        changes(),
                        steps(),
                        List.of(),
                        List.of(new ApplyAnswer.Delivery("demo", "demo_app", List.of("/etc/x/tls.crt"))),
                        7));
        String[] files = {"-f", manifests.toString(), "-f", "-", "--home", home.toString()};
        assertGolden("plan", typed().input("typed").run(words("plan", files)), 1);
        assertGolden("plan-json", typed().input("typed").run(words("plan", files, "--json")), 1);
        assertGolden("apply", typed().input("typed").run(words("apply", files)));
        assertGolden("apply-json", typed().input("typed").run(words("apply", files, "--json")));
    }

    @Test
    void aRuleThatChangedIsToldThoughNoServerHasAStepForIt() {
        List<PlanAnswer.ResourceChange> changes = List.of(
                new PlanAnswer.ResourceChange("Cluster", "demo", "keep"),
                new PlanAnswer.ResourceChange("AccessRule", "team", "change"),
                new PlanAnswer.ResourceChange("AccessRule", "night", "create"));
        control.on(Route.PLAN, new PlanAnswer(changes, List.of(), List.of()));
        control.on(Route.APPLY, new ApplyAnswer(changes, List.of(), List.of(), List.of(), 8));

        assertThat(typed().input("x")
                        .run("plan", "-f", "-", "--home", home.toString())
                        .out())
                .endsWith("Nothing to do on servers and for consumers; 2 resources would be declared anew.\n");
        assertThat(typed().input("x")
                        .run("apply", "-f", "-", "--home", home.toString())
                        .out())
                .isEqualTo("""
                          ~ AccessRule/team
                          + AccessRule/night
                        2 resources declared anew; nothing to do on servers and for consumers.
                        """);

        String[] gate = {"plan", "--exit-code", "-f", "-", "--home", home.toString()};
        assertThat(typed().input("x").run(gate).code()).isEqualTo(5);
        control.on(Route.PLAN, new PlanAnswer(changes.subList(0, 1), List.of(), List.of()));
        assertThat(typed().input("x").run(gate).code()).isZero();

        control.on(Route.APPLY, new ApplyAnswer(changes.subList(0, 1), List.of(), List.of(), List.of(), 8));
        assertThat(typed().input("x")
                        .run("apply", "-f", "-", "--home", home.toString())
                        .out())
                .isEqualTo("Nothing to do.\n");
    }

    @Test
    void aFileThatIsNotThereIsOneSentence() {
        Typed.Result result = typed().run("plan", "-f", "/nowhere.yaml", "--home", home.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("/nowhere.yaml does not exist");
        assertThat(typed().run("plan", "-f", folder.resolve("home").toString(), "--home", home.toString())
                        .err())
                .contains("holds no .yaml");
    }

    @Test
    void aProofThatFailsIsAnExitCode() {
        control.on(
                Route.PROVE,
                new ProveAnswer(
                        List.of(cell("right", true), cell("wrong", false)),
                        List.of(),
                        List.of(
                                new ProveAnswer.Mend(
                                        "pg_hba.conf of pg1:5432",
                                        List.of("hostssl shop app all cert", "hostnossl shop app all reject")),
                                new ProveAnswer.Mend("postern apply, for Binding shop", List.of()))));
        assertGolden("prove-failed", typed().run("prove", "--home", home.toString()), 1);
        control.on(Route.PROVE, new ProveAnswer(List.of(cell("right", true))));
        assertGolden("prove-json", typed().run("prove", "--json", "--home", home.toString()));
        control.on(Route.PROVE, new ProveAnswer(List.of()));
        assertThat(typed().run("prove", "--home", home.toString()).code()).isEqualTo(1);
    }

    @Test
    void whatTheControlPlaneRefusesIsTold() {
        control.refuse(
                Route.APPLY, Problem.of(CliCode.SETTING_UNKNOWN, "resources: \u001bodd", "do something about it"));
        Typed.Result result = typed().input("x").run("apply", "-f", "-", "--home", home.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("postern: resources: \\x1Bodd\n  fix: do something about it\n");
    }

    @Test
    void nothingThatAnswersIsNotRunning() {
        control.close();
        Typed.Result result = typed().run("whoami", "--home", home.toString());
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("not running");
    }

    @Test
    void logsInAndOut() throws IOException {
        control.when(Route.LOGIN, asked -> {
            assertThat(asked.publicKey()).startsWith("-----BEGIN PUBLIC KEY-----");
            assertThat(asked.ttl()).contains(Duration.ofHours(2));
            return answer();
        });
        control.on(Route.WHOAMI, new WhoAmI("anna", "user:anna", true, "0a", LATER));
        control.when(
                Route.LOGOUT, asked -> new Logout.Answer(List.of(asked.serial().orElseThrow())));
        Files.writeString(folder.resolve(".pg_service.conf"), "[orders]\nhost=mine\n");

        Typed.Result in = typed().run("login", "--ttl", "2h", "--home", home.toString());
        assertThat(in.code()).describedAs(in.err()).isZero();
        assertThat(in.out())
                .contains("Logged in as anna until ")
                .contains("psql service=demo\n")
                .contains("jdbc:postgresql://localhost:7432/demo?user=demo_app&sslmode=verify-full")
                .contains("DBeaver  host localhost, port 7432")
                .contains("pgAdmin  host localhost, port 7432")
                .contains("[orders] in " + folder.resolve(".pg_service.conf") + " is your own")
                .contains("psql service=postern-orders");
        Path files = folder.resolve(".postgresql").resolve("postern");
        for (String secret : List.of("demo.key", "demo.pk8", "orders.key", "orders.pk8")) {
            assertThat(Files.getPosixFilePermissions(files.resolve(secret)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(Files.getPosixFilePermissions(files)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(files.resolve("demo.key")).content().startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(folder.resolve(".pg_service.conf"))
                .content()
                .startsWith("[orders]\nhost=mine\n")
                .contains("[demo]")
                .contains("[postern-orders]");

        assertThat(typed().run("whoami", "--home", home.toString()).out())
                .contains("anna, the operator (user:anna)")
                .contains("logged in to demo as anna until ");

        Typed.Result out = typed().run("logout", "--json", "--home", home.toString());
        assertThat(out.code()).describedAs(out.err()).isZero();
        Golden.check("logout-json.txt", out.out());
        assertThat(files).isEmptyDirectory();
        assertThat(folder.resolve(".pg_service.conf")).hasContent("[orders]\nhost=mine\n");
        assertThat(typed().run("logout", "--home", home.toString()).out()).contains("You are not logged in");
    }

    @Test
    void logoutRemovesTheKeyEvenWhenNobodyCanBeTold() {
        control.on(Route.LOGIN, answer());
        assertThat(typed().run("login", "--home", home.toString()).code()).isZero();
        control.close();
        Typed.Result result = typed().run("logout", "--home", home.toString());
        assertThat(result.code()).isEqualTo(3);
        assertThat(folder.resolve(".postgresql").resolve("postern")).isEmptyDirectory();
    }

    @Test
    void logoutOfAllAsksOnceAndNotForWhatLiesHere() {
        control.on(Route.LOGIN, answer());
        assertThat(typed().run("login", "--home", home.toString()).code()).isZero();
        control.when(Route.LOGOUT, asked -> {
            assertThat(asked.serial()).isEmpty();
            return new Logout.Answer(List.of("0a", "0b"));
        });

        Typed.Result result = typed().run("logout", "--all", "--home", home.toString());

        assertThat(result.code()).describedAs(result.err()).isZero();
        assertThat(result.out()).contains("the gateway refuses serial 0a, 0b");
        assertThat(folder.resolve(".postgresql").resolve("postern")).isEmptyDirectory();
        assertThat(typed().run("logout", "--all", "--home", home.toString()).out())
                .contains("The gateway refuses serial 0a, 0b");
    }

    @Test
    void jsonOfLoginAndWhoamiKeepTheirNames() {
        control.on(Route.LOGIN, answer());
        control.on(Route.WHOAMI, new WhoAmI("anna", "user:anna", true, "0a", LATER));
        assertGolden("login-json", typed().run("login", "--json", "--home", home.toString()));
        assertGolden("whoami-json", typed().run("whoami", "--json", "--home", home.toString()));
    }

    @Test
    void anotherHomeVariableIsAnsweredWithWhatToExport() {
        control.on(Route.LOGIN, answer());
        Typed.Result result = typed().with("HOME", "/elsewhere").run("login", "--home", home.toString());
        assertThat(result.out()).contains("export PGSERVICEFILE=" + folder.resolve(".pg_service.conf"));
    }

    private Typed typed() {
        return new Typed(folder);
    }

    // what differs from run to run is replaced before the comparison
    private void assertGolden(String name, Typed.Result result, int code) {
        assertThat(result.code()).describedAs(result.err()).isEqualTo(code);
        Golden.check(
                name + ".txt",
                result.out().replace(folder.toString(), "/FOLDER").replace(LATER.toString(), "LATER"));
    }

    private void assertGolden(String name, Typed.Result result) {
        assertGolden(name, result, 0);
    }

    private static String[] words(String verb, String[] rest, String... more) {
        return Stream.of(new String[] {verb}, rest, more)
                .flatMap(Arrays::stream)
                .toArray(String[]::new);
    }

    private static Databases databases() {
        return new Databases(List.of(
                new Databases.Database(
                        "demo",
                        "demo",
                        "demo",
                        "demo",
                        List.of(new Databases.Reach("demo_app", "operator"), new Databases.Reach("demo_read", "all"))),
                new Databases.Database(
                        "orders", "orders", "appdb", "orders", List.of(new Databases.Reach("app", "edge")))));
    }

    private static Login.Answer answer() {
        return new Login.Answer(
                "anna",
                "0a1b",
                LATER,
                "-----BEGIN CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\n",
                List.of(
                        new Login.Service("demo", "localhost", 7432, "demo", "demo_app", List.of("demo_app")),
                        new Login.Service("orders", "localhost", 7432, "orders/appdb", "app", List.of("app"))));
    }

    private static List<PlanAnswer.ResourceChange> changes() {
        return List.of(
                new PlanAnswer.ResourceChange("Cluster", "demo", "keep"),
                new PlanAnswer.ResourceChange("Database", "demo", "create"),
                new PlanAnswer.ResourceChange("Binding", "demo", "change"));
    }

    private static List<PlanAnswer.Step> steps() {
        return List.of(
                new PlanAnswer.Step(
                        PlanAnswer.SERVER,
                        "demo",
                        "postgres",
                        "create role demo_app",
                        List.of("CREATE ROLE demo_app LOGIN"),
                        true,
                        false,
                        12),
                new PlanAnswer.Step(
                        PlanAnswer.SERVER, "demo", "", "grant", List.of("GRANT a TO b", "GRANT c TO d"), true, true, 3),
                new PlanAnswer.Step(PlanAnswer.CONSUMER, "demo", "", "deliver demo_app", List.of(), true, false, 0));
    }

    private static List<PlanAnswer.Finding> findings() {
        return List.of(
                new PlanAnswer.Finding("demo", true, "the role has rights that were not declared", "revoke them"),
                new PlanAnswer.Finding("demo", false, "the server is near its end of life", ""));
    }

    private static ProveAnswer.Cell cell(String name, boolean passed) {
        return new ProveAnswer.Cell(
                name, "gateway", "none", "demo_app", "28000", passed ? "28000" : "allowed", "a sentence", passed, 12);
    }

    private static Status status() {
        Instant at = Instant.parse("2020-03-01T00:00:00Z");
        return new Status(
                "0.1.0",
                "/var/lib/postern",
                "127.0.0.1:7443",
                4711,
                at,
                Duration.ofMinutes(61),
                List.of(new Status.Server(
                        "demo", "18.6", "127.0.0.1", 7433, 4712, "/d", Optional.of("1.1.1w"), "not for production")),
                Optional.of(new Status.Gateway("127.0.0.1:7432", "epoll", "openssl (BoringSSL)", 2, 1)),
                List.of(new Status.Authority("server", "CN=a", Instant.parse("2036-03-01T00:00:00Z"), 3)),
                List.of(new Status.Certificate(
                        "operator", "CN=operator", "0a", at, Instant.parse("2020-03-01T08:00:00Z"))),
                new TreeMap<>(Map.of("Cluster", 1, "AccessRule", 2)),
                0);
    }
}
