package dev.postern.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.api.ApplyAnswer;
import dev.postern.api.Databases;
import dev.postern.api.Login;
import dev.postern.api.Logout;
import dev.postern.api.Manifests;
import dev.postern.api.PlanAnswer;
import dev.postern.api.Route;
import dev.postern.api.Sessions;
import dev.postern.api.Status;
import dev.postern.api.client.ApiClient;
import dev.postern.api.client.ApiConnection;
import dev.postern.control.issue.Credential;
import dev.postern.control.issue.Issuance;
import dev.postern.control.status.StatusSource;
import dev.postern.control.store.ResourceTable;
import dev.postern.control.store.TestStore;
import dev.postern.gateway.GatewayState;
import dev.postern.gateway.SessionEvent;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.HostPort;
import dev.postern.model.ManifestReader;
import dev.postern.model.ManifestText;
import dev.postern.model.ManifestWriter;
import dev.postern.model.Resource;
import dev.postern.model.ResourceSet;
import dev.postern.pki.authority.Authorities;
import dev.postern.pki.authority.AuthorityName;
import dev.postern.pki.authority.KeyProtection;
import dev.postern.pki.x509.CertificateNames;
import dev.postern.pki.x509.CertificateSummary;
import dev.postern.pki.x509.KeyPairs;
import dev.postern.pki.x509.Pem;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The control plane as the verbs see it, without servers to provision. */
@EnabledIfPostgres(PgVersion.V18)
class ControlTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final InstantSource CLOCK = InstantSource.system();
    private static final KeyProtection KEK = KeyProtection.of("test", "0f".repeat(32), RANDOM);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Path home = TestFolder.fresh("control");
    private final TestStore store = TestStore.create();
    private final Authorities authorities =
            Authorities.init(store.store().journal(), KEK, "postern.local", CLOCK, RANDOM);
    private final Issuance issuance = new Issuance(authorities, RANDOM);
    private Control control = declareAndStart();

    @AfterEach
    void stop() {
        control.close();
        store.close();
    }

    @Test
    void writesTheOperatorsFilesForTheOwnerOnly() throws IOException {
        for (String name : List.of("operator.crt", "operator.key", "ca.crt", "api.json")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                            home.resolve("operator").resolve(name))))
                    .isEqualTo("rw-------");
        }
        assertThat(operator().call(Route.WHOAMI).subject()).isEqualTo("user:boss");
        assertThat(operator().call(Route.WHOAMI).operator()).isTrue();
    }

    @Test
    void listsWhatTheCallerMayReach() {
        assertThat(operator().call(Route.DATABASES).databases())
                .containsExactly(new Databases.Database(
                        "demo",
                        "demo",
                        "demo",
                        "demo",
                        List.of(new Databases.Reach("demo_app", "team"), new Databases.Reach("demo_read", "team"))));
        assertThat(client(person("eve")).call(Route.DATABASES).databases()).isEmpty();
    }

    @Test
    void logsInWithNothingButThePublicKey() {
        KeyPair pair = KeyPairs.p256(RANDOM);
        Login.Answer answer = operator().call(Route.LOGIN, request(pair, Optional.of(Duration.ofMinutes(30))));

        X509Certificate leaf = Pem.certificates("answer", answer.certificate()).getFirst();
        assertThat(leaf.getPublicKey()).isEqualTo(pair.getPublic());
        assertThat(CertificateNames.of(leaf).commonNames()).containsExactly("boss");
        assertThat(answer.serial()).isEqualTo(CertificateSummary.serial(leaf.getSerialNumber()));
        assertThat(Duration.between(CLOCK.instant(), answer.notAfter()))
                .isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
        assertThat(Pem.certificates("ca", answer.ca())).isEqualTo(authorities.bundle(AuthorityName.SERVER));
        assertThat(answer.services())
                .containsExactly(new Login.Service(
                        "demo", "localhost", 5432, "demo", "demo_app", List.of("demo_app", "demo_read")));
    }

    @Test
    void refusesLoginsThatAreTooLongAndKeysThatAreNotOurs() {
        KeyPair pair = KeyPairs.p256(RANDOM);
        assertRefused(
                () -> operator().call(Route.LOGIN, request(pair, Optional.of(Duration.ofDays(2)))),
                "REQUEST_UNREADABLE");
        assertRefused(
                () -> operator().call(Route.LOGIN, request(pair, Optional.of(Duration.ofSeconds(-5)))),
                "REQUEST_UNREADABLE");
        assertRefused(
                () -> operator().call(Route.LOGIN, new Login.Request("no key at all", Optional.empty())),
                "PEM_MISSING");
        String key = Pem.write(pair.getPublic());
        assertRefused(
                () -> operator().call(Route.LOGIN, new Login.Request(key + " ".repeat(16 << 10), Optional.empty())),
                "REQUEST_TOO_LARGE");
    }

    @Test
    void aLogoutIsPublishedBeforeItIsAnswered() {
        KeyPair pair = KeyPairs.p256(RANDOM);
        Login.Answer login = client(person("alice")).call(Route.LOGIN, request(pair, Optional.empty()));
        X509Certificate leaf = Pem.certificates("answer", login.certificate()).getFirst();
        ApiClient loggedIn = client(new Credential(List.of(leaf), pair.getPrivate()));
        assertThat(loggedIn.call(Route.WHOAMI).name()).isEqualTo("alice");
        GatewayState before = control.state().get();

        assertThat(loggedIn.call(Route.LOGOUT, new Logout.Request(Optional.of(login.serial())))
                        .serials())
                .containsExactly(login.serial());

        GatewayState after = control.state().get();
        assertThat(after.revoked()).containsExactly(leaf.getSerialNumber());
        assertThat(after.version()).isGreaterThan(before.version());
        assertRefused(() -> loggedIn.call(Route.WHOAMI), "CALLER_UNKNOWN");
    }

    @Test
    void nobodyLogsOutSomebodyElse() {
        KeyPair pair = KeyPairs.p256(RANDOM);
        Login.Answer login = client(person("alice")).call(Route.LOGIN, request(pair, Optional.empty()));

        assertRefused(
                () -> client(person("eve")).call(Route.LOGOUT, new Logout.Request(Optional.of(login.serial()))),
                "NOT_FOUND");
        assertRefused(
                () -> client(person("eve")).call(Route.LOGOUT, new Logout.Request(Optional.of("zz"))),
                "REQUEST_UNREADABLE");
        assertThat(control.state().get().revoked()).isEmpty();
    }

    @Test
    void aRevocationSurvivesARestart() {
        KeyPair pair = KeyPairs.p256(RANDOM);
        Login.Answer login = operator().call(Route.LOGIN, request(pair, Optional.empty()));
        operator().call(Route.LOGOUT, new Logout.Request(Optional.of(login.serial())));
        long version = control.state().get().version();

        control.close();
        control = start();

        assertThat(control.state().get().revoked()).containsExactly(new BigInteger(login.serial(), 16));
        assertThat(control.state().get().version()).isGreaterThan(version);
        assertThat(operator().call(Route.WHOAMI).name()).isEqualTo("boss");
    }

    @Test
    void publishesEntriesOfDeclaredDatabases() {
        GatewayState state = control.state().get();

        assertThat(state.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.name()).isEqualTo("demo");
            assertThat(entry.defaultDatabase()).isEqualTo("demo");
            assertThat(entry.databases()).isEqualTo(Set.of("demo"));
            assertThat(entry.serverAnchors()).isEqualTo(authorities.bundle(AuthorityName.SERVER));
        });
        assertThat(state.clientAnchors()).isEqualTo(authorities.bundle(AuthorityName.PEOPLE));
    }

    @Test
    void issuesToTheGatewayOnlyWhatARuleAllows() {
        KeyPair pair = KeyPairs.p256(RANDOM);
        X509Certificate leaf = control.issuer()
                .issue("demo_app", "user:boss", pair.getPublic())
                .getFirst();
        assertThat(CertificateNames.of(leaf).commonNames()).containsExactly("demo_app");
        assertThat(CertificateNames.of(leaf).organizationalUnits()).containsExactly("boss");
        assertThat(Duration.between(CLOCK.instant(), leaf.getNotAfter().toInstant()))
                .isGreaterThan(Duration.ofHours(12));

        for (List<String> pairs : List.of(
                List.of("postgres", "user:boss"),
                List.of("demo_owner", "user:boss"),
                List.of("demo_migrator", "user:boss"),
                List.of("demo_app", "user:eve"),
                List.of("demo_app", "boss"),
                List.of("demo_app", "workload:boss"),
                List.of("admin", "user:boss"))) {
            assertRefused(() -> control.issuer().issue(pairs.getFirst(), pairs.getLast(), pair.getPublic()), "NO_RULE");
        }
    }

    @Test
    void appliesRulesAndChangesWhatIsReachableAtOnce() {
        Manifests rule = manifest("""
                apiVersion: postern.dev/v1alpha1
                kind: AccessRule
                metadata: {name: eve}
                spec: {allow: {subjects: ["user:eve"], clusters: {names: [demo]}, databases: [demo], roles: [demo_read]}}
                """);
        PlanAnswer plan = operator().call(Route.PLAN, rule);
        assertThat(plan.resources()).containsExactly(new PlanAnswer.ResourceChange("AccessRule", "eve", "create"));
        assertThat(client(person("eve")).call(Route.DATABASES).databases()).isEmpty();

        ApplyAnswer applied = operator().call(Route.APPLY, rule);

        assertThat(applied.version()).isEqualTo(control.state().get().version());
        assertThat(client(person("eve")).call(Route.DATABASES).databases()).hasSize(1);
        assertThat(operator().call(Route.APPLY, rule).resources())
                .containsExactly(new PlanAnswer.ResourceChange("AccessRule", "eve", "keep"));
        assertThat(operator().call(Route.RESOURCES).resources())
                .filteredOn(item -> item.name().equals("eve"))
                .singleElement()
                .satisfies(item -> assertThat(item.generation()).isEqualTo(1));
    }

    @Test
    void tellsEveryProblemWithItsPlace() {
        Manifests broken = manifest("""
                apiVersion: postern.dev/v1alpha1
                kind: AccessRule
                metadata: {name: Eve}
                spec: {alow: {subjects: ["user:eve"]}}
                """);

        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> operator().call(Route.APPLY, broken));

        assertThat(refused.problems()).hasSizeGreaterThan(1);
        assertThat(refused.first().place().orElseThrow().file()).isEqualTo("test.yaml");
        assertThat(operator().call(Route.RESOURCES).resources()).hasSize(3);
    }

    @Test
    void refusesASecretThatItWouldStore() {
        Manifests literal = manifest("""
                {apiVersion: postern.dev/v1alpha1, kind: Binding, metadata: {name: shown}, spec: {consumer: libpq,
                  database: demo, roles: {application: demo_app}, auth: scram-sha-256,
                  credentials: {application: {password: {value: canary-in-a-manifest}}}}}
                """);

        for (Runnable call : List.<Runnable>of(
                () -> operator().call(Route.PLAN, literal), () -> operator().call(Route.APPLY, literal))) {
            ProblemException refused = catchThrowableOfType(ProblemException.class, call::run);

            assertThat(refused.first().place().orElseThrow()).hasToString("test.yaml:3:41");
            assertThat(refused.getMessage())
                    .contains("spec.credentials.application.password.value holds the secret itself")
                    .contains("write {file: PATH}")
                    .doesNotContain("canary");
        }
        assertThat(operator().call(Route.RESOURCES).resources()).hasSize(3);
    }

    @Test
    void refusesAChangeThatLeavesARuleWithoutItsRole() {
        Manifests withoutReader = manifest(database("demo_app").replace("demo_read", "demo_other"));

        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> operator().call(Route.PLAN, withoutReader));

        assertThat(refused.getMessage()).contains("demo_read");
    }

    @Test
    void twoAppliesAtOnceBothEndWellOneAfterTheOther() throws Exception {
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ApplyAnswer>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Manifests rule = manifest("""
                        apiVersion: postern.dev/v1alpha1
                        kind: AccessRule
                        metadata: {name: rule-%d}
                        spec: {allow: {subjects: ["user:u%d"], clusters: {names: [demo]}, databases: [demo], roles: [demo_app]}}
                        """.formatted(i, i));
                Callable<ApplyAnswer> apply = () -> operator().call(Route.APPLY, rule);
                all.add(pool.submit(apply));
            }
            Set<Long> versions = new TreeSet<>();
            for (Future<ApplyAnswer> one : all) {
                versions.add(one.get().version());
            }
            assertThat(versions).hasSize(4);
            assertThat(control.state().get().version())
                    .isEqualTo(versions.stream().max(Long::compare).orElseThrow());
            assertThat(operator().call(Route.RESOURCES).resources()).hasSize(7);
        }
    }

    @Test
    void showsTheWholePicture() {
        Status status = operator().call(Route.STATUS);

        assertThat(status.authorities())
                .extracting(Status.Authority::name)
                .containsExactlyInAnyOrder("server", "client", "people", "workload");
        assertThat(status.certificates()).extracting(Status.Certificate::use).containsExactly("operator", "api server");
        assertThat(status.resources()).containsEntry("Database", 1).containsEntry("AccessRule", 1);
        assertThat(status.address()).isEqualTo(control.address().toString());
        assertThat(status.gateway().orElseThrow().tls()).isEqualTo("test");
        assertThat(status.pid()).isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void showsLiveSessions() {
        control.sessionLog()
                .record(new SessionEvent.Opened(
                        9,
                        CLOCK.instant(),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 5),
                        "boss",
                        "demo",
                        "demo",
                        "demo_app",
                        "team",
                        12));

        assertThat(operator().call(Route.SESSIONS).sessions())
                .extracting(Sessions.Session::serverPid)
                .containsExactly(12);
    }

    @Test
    void othersMayNotLookAtEverything() {
        ApiClient alice = client(person("alice"));
        assertRefused(() -> alice.call(Route.STATUS), "NOT_PERMITTED");
        assertRefused(() -> alice.call(Route.SESSIONS), "NOT_PERMITTED");
        assertRefused(() -> alice.call(Route.RESOURCES), "NOT_PERMITTED");
        assertRefused(() -> alice.call(Route.APPLY, manifest("")), "NOT_PERMITTED");
        assertRefused(() -> alice.call(Route.PROVE), "NOT_PERMITTED");
    }

    @Test
    void aRoleCertificateIsNoPerson() {
        Credential role = issuance.client("boss", "boss", "gateway", "test");

        assertRefused(() -> client(role).call(Route.WHOAMI), "CERTIFICATE_REFUSED");
    }

    @Test
    void keepsPublishingRevocationsWhenAFileIsGone() throws IOException {
        KeyPair pair = KeyPairs.p256(RANDOM);
        Login.Answer login = operator().call(Route.LOGIN, request(pair, Optional.empty()));
        Files.delete(home.resolve("demo-ca.crt"));

        operator().call(Route.LOGOUT, new Logout.Request(Optional.of(login.serial())));

        assertThat(control.state().get().revoked()).hasSize(1);
        assertThat(control.state().get().entries()).hasSize(1);
    }

    private Control declareAndStart() {
        try {
            Files.writeString(home.resolve("demo-ca.crt"), Pem.write(authorities.bundle(AuthorityName.SERVER)));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        String text = cluster() + "---\n" + database("demo_app") + "---\n" + rule();
        List<Resource> resources = ManifestReader.readTexts(
                        List.of(new ManifestText("demo.yaml", home, text)), ResourceSet.empty())
                .resources();
        store.store()
                .resources()
                .keep(
                        resources.stream()
                                .map(resource -> new ResourceTable.Write(
                                        resource.kind(), resource.metadata().name(), ManifestWriter.json(resource)))
                                .toList(),
                        CLOCK.instant());
        return start();
    }

    private Control start() {
        return Control.start(
                ControlSettings.of(home, "test", "boss", 0), store.store(), authorities, new Machine(), CLOCK, RANDOM);
    }

    private static String cluster() {
        return """
                apiVersion: postern.dev/v1alpha1
                kind: Cluster
                metadata: {name: demo, labels: {stage: demo}}
                spec:
                  engine: external
                  endpoints: {primary: "localhost:1"}
                  tls: {sslmode: verify-full, sslrootcert: {file: demo-ca.crt}}
                """;
    }

    private static String database(String application) {
        return """
                apiVersion: postern.dev/v1alpha1
                kind: Database
                metadata: {name: demo}
                spec:
                  cluster: demo
                  owner: demo_owner
                  roles:
                    - {name: %s, profile: application}
                    - {name: demo_read, profile: reader}
                    - {name: demo_migrator, profile: migrator}
                """.formatted(application);
    }

    private static String rule() {
        return """
                apiVersion: postern.dev/v1alpha1
                kind: AccessRule
                metadata: {name: team}
                spec:
                  allow:
                    subjects: ["user:boss"]
                    clusters: {labels: {stage: [demo]}}
                    databases: [demo]
                    roles: [demo_app, demo_read]
                """;
    }

    private Manifests manifest(String text) {
        return new Manifests(List.of(new Manifests.File("test.yaml", home.toString(), text)));
    }

    private ApiClient operator() {
        return new ApiClient(ApiConnection.read(home.resolve("operator")), CLOCK);
    }

    private Credential person(String name) {
        return issuance.person(name, HOUR, "test");
    }

    private ApiClient client(Credential credential) {
        return new ApiClient(
                new ApiConnection(
                        control.address(),
                        credential.key(),
                        credential.chain(),
                        authorities.bundle(AuthorityName.SERVER)),
                CLOCK);
    }

    private static Login.Request request(KeyPair pair, Optional<Duration> ttl) {
        return new Login.Request(Pem.write(pair.getPublic()), ttl);
    }

    private static void assertRefused(Runnable call, String code) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, call::run);
        assertThat(refused).isNotNull();
        assertThat(refused.first().code().name()).isEqualTo(code);
        assertThat(refused.first().fix()).isNotBlank();
    }

    /** What a process would know. */
    private static final class Machine implements StatusSource {
        @Override
        public List<Status.Server> servers() {
            return List.of();
        }

        @Override
        public Optional<Status.Gateway> gateway() {
            return Optional.of(new Status.Gateway("127.0.0.1:5432", "nio", "test", 0, 0));
        }

        @Override
        public Optional<HostPort> gatewayAddress() {
            return Optional.of(new HostPort("localhost", 5432));
        }

        @Override
        public List<Status.Certificate> certificates() {
            return List.of();
        }
    }
}
