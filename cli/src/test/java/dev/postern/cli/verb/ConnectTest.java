package dev.postern.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.Databases;
import dev.postern.api.Login;
import dev.postern.api.Route;
import dev.postern.cli.fixture.FakeControl;
import dev.postern.cli.fixture.TlsPostgres;
import dev.postern.cli.fixture.Trust;
import dev.postern.cli.fixture.Typed;
import dev.postern.pki.authority.AuthorityName;
import dev.postern.pki.x509.Pem;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.PgVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the words typed to the answer of a PostgreSQL that asks for the certificate of the login. */
@EnabledIfPostgres(PgVersion.V18)
final class ConnectTest {
    private static final Trust TRUST = new Trust();
    private static final TlsPostgres POSTGRES = new TlsPostgres(TRUST);

    @TempDir
    Path folder = Path.of("");

    private final FakeControl control = new FakeControl(TRUST);
    private Path home = Path.of("");

    @BeforeEach
    void start() throws IOException {
        home = folder.resolve("home");
        control.writeHome(home);
        control.on(
                Route.DATABASES,
                new Databases(List.of(new Databases.Database(
                        "demo", "demo", "appdb", "demo", List.of(new Databases.Reach("postgres", "rule"))))));
        answerLogins(Instant.parse("2999-01-01T00:00:00Z"));
    }

    @AfterEach
    void stop() {
        control.close();
    }

    @Test
    void logsInOnlyWhenThatIsNeeded() {
        Typed.Result first = connect("demo", "-c", "select 40 + 2 as answer");
        assertThat(first.code()).describedAs(first.err()).isZero();
        assertThat(first.out()).isEqualTo(" answer \n--------\n     42\n(1 row)\n\n");
        assertThat(first.err()).startsWith("Logged in as anna until ");
        Typed.Result second = connect("demo", "-c", "select 1");
        assertThat(second.err()).isEmpty();
        assertThat(control.asked()).containsExactly("GET /v1/databases", "POST /v1/login");
    }

    @Test
    void anotherNameOfTheSameIsFound() {
        assertThat(connect("appdb", "-c", "select 1").code()).isZero();
        Typed.Result unknown = connect("dmeo", "-c", "select 1");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("did you mean \"demo\"?");
    }

    @Test
    void everyNameLeadsToTheDatabaseItNames() {
        control.on(
                Route.DATABASES,
                new Databases(Stream.of("demo", "demo-template1")
                        .map(service -> new Databases.Database(
                                "demo",
                                "demo",
                                service.equals("demo") ? POSTGRES.database() : "template1",
                                service,
                                List.of(new Databases.Reach("postgres", "rule"))))
                        .toList()));
        answerLogins(
                Instant.parse("2999-01-01T00:00:00Z"),
                service("demo", POSTGRES.database()),
                service("demo-template1", "template1"));
        for (String name : List.of("template1", "demo/template1", "demo-template1")) {
            assertThat(connect(name, "-c", "select current_database() as here").out())
                    .as("connect %s", name)
                    .contains(" template1");
        }
        assertThat(connect("demo", "-c", "select current_database() as here").out())
                .contains(" " + POSTGRES.database())
                .doesNotContain("template1");
    }

    @Test
    void aLoginThatEndsIsRenewed() {
        answerLogins(Instant.now().plusSeconds(30));
        assertThat(connect("demo", "-c", "select 1").code()).isZero();
        answerLogins(Instant.parse("2999-01-01T00:00:00Z"));
        assertThat(connect("demo", "-c", "select 1").err()).startsWith("Logged in");
        assertThat(connect("demo", "-c", "select 1").err()).isEmpty();
    }

    @Test
    void whatIsPipedInIsRunWithoutPsql() {
        Typed.Result result = new Typed(folder)
                .input("select 'piped' as how; select 1/0;\nselect 'on';\n")
                .run("connect", "demo", "--home", home.toString());
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("piped").contains(" on");
        assertThat(result.err()).contains("22012");
    }

    @Test
    void aWrongRoleIsRefusedWithItsSqlstate() {
        Typed.Result result = connect("demo", "-c", "select 1", "--db-user", "nobody");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("28000").contains("nobody");
    }

    @Test
    void theKeyOfALoginIsNeverShown() throws IOException {
        Typed.Result result = connect("demo", "--json", "-c", "select 1 as one");
        assertThat(result.out()).contains("\"rows\":[[\"1\"]]");
        String key = Files.readString(
                folder.resolve(".postgresql").resolve("postern").resolve("demo.key"));
        String body = key.lines().skip(1).findFirst().orElseThrow();
        assertThat(result.out() + result.err()).doesNotContain(body);
    }

    private Typed.Result connect(String name, String... more) {
        String[] words = Stream.concat(Stream.of("db", "connect", name, "--home", home.toString()), Stream.of(more))
                .toArray(String[]::new);
        return new Typed(folder).run(words);
    }

    private static Login.Service service(String name, String database) {
        return new Login.Service(
                name, "127.0.0.1", POSTGRES.server().port(), database, "postgres", List.of("postgres"));
    }

    private void answerLogins(Instant notAfter) {
        answerLogins(notAfter, service("demo", POSTGRES.database()));
    }

    private void answerLogins(Instant notAfter, Login.Service... services) {
        control.when(
                Route.LOGIN,
                asked -> new Login.Answer(
                        "anna",
                        "0a",
                        notAfter,
                        TRUST.clientFor(Pem.publicKey("asked", asked.publicKey()), "postgres"),
                        TRUST.bundle(AuthorityName.SERVER),
                        List.of(services)));
    }
}
