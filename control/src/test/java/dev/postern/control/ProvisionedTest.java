package dev.postern.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.api.ApplyAnswer;
import dev.postern.api.Login;
import dev.postern.api.Logout;
import dev.postern.api.Manifests;
import dev.postern.api.PlanAnswer;
import dev.postern.api.ProveAnswer;
import dev.postern.api.Route;
import dev.postern.api.Status;
import dev.postern.api.client.ApiClient;
import dev.postern.api.client.ApiConnection;
import dev.postern.control.issue.Credential;
import dev.postern.control.issue.Issuance;
import dev.postern.control.status.StatusSource;
import dev.postern.control.store.TestStore;
import dev.postern.gateway.serve.Gateway;
import dev.postern.gateway.serve.GatewaySettings;
import dev.postern.gateway.serve.ServerCertificate;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.HostPort;
import dev.postern.pki.authority.Authorities;
import dev.postern.pki.authority.KeyProtection;
import dev.postern.pki.x509.KeyPairs;
import dev.postern.pki.x509.Pem;
import dev.postern.provision.connect.Connections;
import dev.postern.provision.connect.Transport;
import dev.postern.server.StopMode;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.Eventually;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The whole story over the API: declare, apply, prove, log in, connect, log out; with a real server and a real gateway. */
@EnabledIfPostgres(PgVersion.V18)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProvisionedTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration TWO_THIRDS_OF_A_LIFE =
            Issuance.INFRASTRUCTURE.multipliedBy(2).dividedBy(3);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Path home = TestFolder.fresh("provisioned");
    private final TestStore store = TestStore.create();
    private volatile Duration ahead = Duration.ZERO;
    private final InstantSource movable = () -> CLOCK.instant().plus(ahead);
    private final Authorities authorities = Authorities.init(
            store.store().journal(),
            KeyProtection.of("test", "0f".repeat(32), RANDOM),
            "postern.local",
            movable,
            RANDOM);
    private final Issuance issuance = new Issuance(authorities, RANDOM);
    private final DemoCluster demo = DemoCluster.start(issuance, home);
    private final Machine machine = new Machine();
    private final Control control = Control.start(
            ControlSettings.of(home, "test", "operator", 0), store.store(), authorities, machine, movable, RANDOM);
    private final Gateway gateway = startGateway();

    @BeforeAll
    void joined() {
        machine.address =
                Optional.of(new HostPort("localhost", gateway.address().getPort()));
    }

    @AfterAll
    void stop() {
        gateway.close();
        control.close();
        demo.close();
        store.close();
    }

    @Test
    @Order(1)
    void plansWithoutChangingAnything() throws SQLException {
        PlanAnswer plan = operator().call(Route.PLAN, everything());

        assertThat(plan.resources())
                .extracting(PlanAnswer.ResourceChange::action)
                .containsOnly("create");
        assertThat(plan.steps()).isNotEmpty();
        assertThat(plan.findings()).noneMatch(PlanAnswer.Finding::blocking);
        assertThat(roles()).noneMatch(role -> role.startsWith("demo_"));
        assertThat(operator().call(Route.RESOURCES).resources()).isEmpty();
    }

    @Test
    @Order(2)
    void twoAppliesAtOnceDoEverythingOnce() throws Exception {
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<ApplyAnswer> apply = () -> operator().call(Route.APPLY, everything());
            List<ApplyAnswer> answers = new ArrayList<>();
            for (Future<ApplyAnswer> one : List.of(pool.submit(apply), pool.submit(apply))) {
                answers.add(one.get());
            }
            assertThat(answers).filteredOn(answer -> answer.steps().isEmpty()).hasSize(1);
            assertThat(answers)
                    .filteredOn(answer -> !answer.delivered().isEmpty())
                    .hasSize(1);
        }
        assertThat(roles()).contains("demo_app", "demo_read", "demo_migrator", "demo_owner");
        assertThat(home.resolve("delivered")).isNotEmptyDirectory();
    }

    @Test
    @Order(3)
    void anotherApplyFindsNothingToDo() {
        ApplyAnswer again = operator().call(Route.APPLY, everything());

        assertThat(again.steps()).isEmpty();
        assertThat(again.delivered()).isEmpty();
        assertThat(again.resources())
                .extracting(PlanAnswer.ResourceChange::action)
                .containsOnly("keep");
    }

    @Test
    @Order(4)
    void provesEightCells() {
        ProveAnswer proof = operator().call(Route.PROVE);

        assertThat(proof.cells()).hasSize(8);
        assertThat(proof.cells())
                .allSatisfy(
                        cell -> assertThat(cell.passed()).as(cell.toString()).isTrue());
        assertThat(proof.cells())
                .filteredOn(cell -> cell.expected().equals("28000"))
                .hasSize(4)
                .allSatisfy(cell -> assertThat(cell.detail()).isNotBlank());
        assertThat(proof.cells())
                .filteredOn(cell -> cell.path().equals("direct"))
                .hasSize(1);
    }

    @Test
    @Order(5)
    void aLoginConnectsUntilItIsLoggedOut() throws SQLException {
        KeyPair pair = KeyPairs.p256(RANDOM);
        Login.Answer login =
                operator().call(Route.LOGIN, new Login.Request(Pem.write(pair.getPublic()), Optional.empty()));

        try (Connection connection = connect(login, pair)) {
            assertThat(ask(connection, "select postern.identity()")).isEqualTo("operator");
            Eventually.until(
                    PATIENCE,
                    "the session is listed",
                    () -> operator().call(Route.SESSIONS).sessions().stream()
                            .anyMatch(session -> session.caller().contains("operator")
                                    && session.role().equals("demo_app")));
        }
        operator().call(Route.LOGOUT, new Logout.Request(Optional.of(login.serial())));

        SQLException refused = catchThrowableOfType(
                SQLException.class, () -> connect(login, pair).close());
        assertThat(refused.getSQLState()).isEqualTo("28000");
        Eventually.until(
                PATIENCE,
                "what became of the sessions is stored",
                () -> store.count("select count(*) from refusal where sqlstate = '28000'") > 0
                        && store.count("select count(*) from session_event where kind = 'ended'") > 0);
    }

    @Test
    @Order(5)
    void thousandsOfStrangersWhoAreRefusedFillFewRows() throws IOException {
        int strangers = 3_000;
        long before = store.count("select coalesce(sum(times), 0) from refusal");
        long rowsBefore = store.count("select count(*) from refusal");
        for (int i = 0; i < strangers; i++) {
            try (Socket stranger = new Socket()) {
                stranger.connect(gateway.address());
                stranger.setSoTimeout(10_000);
                byte[] parameters = ("user\0u" + i + "\0database\0d" + i + "\0\0").getBytes(StandardCharsets.US_ASCII);
                stranger.getOutputStream()
                        .write(ByteBuffer.allocate(8 + parameters.length)
                                .putInt(8 + parameters.length)
                                .putInt(3 << 16)
                                .put(parameters)
                                .array());
                assertThat(stranger.getInputStream().read()).isEqualTo('E');
            }
        }
        Eventually.until(
                PATIENCE, "all are counted", () -> store.count("select sum(times) from refusal") >= before + strangers);
        // one row a minute and reason, and the few that others were refused with
        assertThat(store.count("select count(*) from refusal") - rowsBefore).isBetween(0L, 20L);
    }

    @Test
    @Order(6)
    void aProofSaysWhenSomethingThatMustBeRefusedIsNot() throws IOException {
        Files.delete(firstKey());

        ProveAnswer proof = operator().call(Route.PROVE);

        assertThat(proof.passed()).isFalse();
        assertThat(proof.cells())
                .filteredOn(cell -> !cell.passed())
                .singleElement()
                .satisfies(cell -> assertThat(cell.observed()).isEqualTo("unknown"));
        assertThat(operator().call(Route.APPLY, everything()).delivered()).hasSize(1);
        assertThat(operator().call(Route.PROVE).passed()).isTrue();
    }

    @Test
    @Order(7)
    void aServerThatIsAwayIsToldAndNothingIsStored() {
        demo.server().server().stop(StopMode.FAST);
        long before = control.state().get().version();
        String other = demo.database().replace("{name: demo}", "{name: other}").replace("demo_", "other_");

        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> operator().call(Route.APPLY, manifests(other)));

        assertThat(refused.first().what()).contains("Cluster demo: localhost:").contains("cannot be reached");
        assertThat(control.state().get().version()).isEqualTo(before);
        assertThat(operator().call(Route.RESOURCES).resources()).hasSize(4);
        demo.server().restart(StopMode.FAST);
    }

    @Test
    @Order(8)
    void aRoleWithADocumentOfItsOwnIsMadeInItsDatabaseAndStays() throws SQLException {
        Manifests late = manifests("""
                {apiVersion: postern.dev/v1alpha1, kind: DatabaseRole, metadata: {name: late},
                  spec: {database: demo, name: demo_late, profile: reader, connectionLimit: 3}}
                """);

        ApplyAnswer applied = operator().call(Route.APPLY, late);

        assertThat(applied.steps()).isNotEmpty();
        assertThat(roles()).contains("demo_late");
        assertThat(operator().call(Route.APPLY, late).steps()).isEmpty();
        assertThat(operator().call(Route.APPLY, everything()).steps())
                .as("its Database declared anew without it")
                .isEmpty();
        assertThat(operator().call(Route.RESOURCES).resources()).hasSize(5);
    }

    @Test
    @Order(9)
    void whatWasDeliveredIsRenewedWithoutAnApplyAndOnlyWhenItIsTime() throws IOException {
        String first = Files.readString(firstKey());
        control.maintain();
        assertThat(firstKey()).hasContent(first);
        Instant firstEnd = delivered().getNotAfter().toInstant();

        ahead = TWO_THIRDS_OF_A_LIFE.plusHours(1);
        control.maintain();

        String second = Files.readString(firstKey());
        assertThat(second).isNotEqualTo(first);
        assertThat(delivered().getNotAfter().toInstant()).isAfter(firstEnd.plus(TWO_THIRDS_OF_A_LIFE));
        assertThat(delivered().getSubjectX500Principal().getName()).contains("CN=demo_app", "OU=demo-app");
        control.maintain();
        assertThat(firstKey()).hasContent(second);
    }

    private X509Certificate delivered() throws IOException {
        return Pem.certificates("client.crt", Files.readString(firstKey().resolveSibling("client.crt")))
                .getFirst();
    }

    private Connection connect(Login.Answer login, KeyPair pair) throws SQLException {
        Login.Service service = login.services().getFirst();
        return Connections.open(new dev.postern.provision.connect.Login(
                new HostPort(service.host(), service.port()),
                service.database(),
                service.user(),
                new dev.postern.provision.connect.Credential.ClientCertificate(
                        Pem.certificates("login", login.certificate()), pair.getPrivate()),
                new Transport.VerifyFull(Pem.certificates("login", login.ca()))));
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private List<String> roles() throws SQLException {
        List<String> roles = new ArrayList<>();
        try (Connection connection = Connections.open(new dev.postern.provision.connect.Login(
                        new HostPort("localhost", demo.server().port()),
                        "postgres",
                        "postgres",
                        admin(),
                        new Transport.Encrypted()));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select rolname from pg_roles")) {
            while (rows.next()) {
                roles.add(rows.getString(1));
            }
        }
        return roles;
    }

    private dev.postern.provision.connect.Credential admin() {
        Credential admin = issuance.client("postgres", "test", "control", "test");
        return new dev.postern.provision.connect.Credential.ClientCertificate(admin.chain(), admin.key());
    }

    private Path firstKey() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("delivered"))) {
            return files.filter(file -> file.toString().endsWith(".key"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Manifests everything() {
        return manifests(demo.cluster() + "---\n" + demo.database() + "---\n" + demo.binding() + "---\n" + demo.rule());
    }

    private Manifests manifests(String text) {
        return new Manifests(List.of(new Manifests.File("demo.yaml", home.toString(), text)));
    }

    private ApiClient operator() {
        return new ApiClient(ApiConnection.read(home.resolve("operator")), CLOCK);
    }

    private Gateway startGateway() {
        Credential credential = issuance.server(List.of("localhost"), List.of("127.0.0.1"), "test");
        return Gateway.start(
                GatewaySettings.of("127.0.0.1", 0, new ServerCertificate(credential.chain(), credential.key())),
                control.state()::get,
                control.issuer(),
                control.sessionLog(),
                CLOCK,
                RANDOM);
    }

    /** What the process that starts everything would know. */
    private static final class Machine implements StatusSource {
        private volatile Optional<HostPort> address = Optional.empty();

        @Override
        public List<Status.Server> servers() {
            return List.of();
        }

        @Override
        public Optional<Status.Gateway> gateway() {
            return Optional.empty();
        }

        @Override
        public Optional<HostPort> gatewayAddress() {
            return address;
        }

        @Override
        public List<Status.Certificate> certificates() {
            return List.of();
        }
    }
}
