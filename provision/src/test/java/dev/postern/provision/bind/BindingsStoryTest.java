package dev.postern.provision.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.ApplyAnswer;
import dev.postern.api.PlanAnswer;
import dev.postern.model.ManifestReader;
import dev.postern.model.ManifestText;
import dev.postern.model.ResourceSet;
import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.provision.apply.ApplySettings;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.deliver.NoPodman;
import dev.postern.provision.fixture.TestAuthority;
import dev.postern.provision.plan.Finding;
import dev.postern.provision.prove.ProofTable;
import dev.postern.provision.prove.Verdicts;
import dev.postern.provision.secret.SecretReader;
import dev.postern.server.ServerTls;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import dev.postern.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bindings of each kind from a file to a proof. */
@Tag("server")
final class BindingsStoryTest {
    private static final TestAuthority SERVERS = new TestAuthority("Serving");
    private static final TestAuthority CLIENTS = new TestAuthority("Clients");
    private static final Map<PgVersion, TestPostgres> STARTED = new EnumMap<>(PgVersion.class);

    private final Path folder = TestFolder.fresh("stories");
    private final Binder binder = binder(InstantSource.system());

    private static Binder binder(InstantSource clock) {
        return new Binder(new BindTools(
                SecretReader.filesOnly(),
                new NoPodman(),
                Optional.empty(),
                List.of(),
                ApplySettings.USUAL,
                clock,
                new SecureRandom()));
    }

    private static TestPostgres postgres(PgVersion version) {
        Assumptions.assumeTrue(
                version.missing().isEmpty(), () -> version.missing().orElse(""));
        synchronized (STARTED) {
            return STARTED.computeIfAbsent(version, BindingsStoryTest::start);
        }
    }

    private static TestPostgres start(PgVersion version) {
        Path files = TestFolder.fresh("stories-server");
        try {
            Files.writeString(files.resolve("clients.crt"), Pem.write(CLIENTS.root()));
            write(files, "server", SERVERS.server());
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        return TestPostgres.builder(version)
                .tls(new ServerTls(
                        files.resolve("server.crt"), files.resolve("server.key"), files.resolve("clients.crt")))
                .hba(
                        "hostnossl all postgres 127.0.0.1/32 scram-sha-256",
                        "hostssl both both_app 127.0.0.1/32 scram-sha-256 clientcert=verify-ca",
                        "hostssl port port_app 127.0.0.1/32 cert",
                        "hostnossl bare all 127.0.0.1/32 scram-sha-256",
                        "hostssl all all 127.0.0.1/32 scram-sha-256")
                .start();
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V16", "V18"})
    void passwordsAreAppliedAndProven(PgVersion version) throws Exception {
        TestPostgres postgres = postgres(version);
        ResourceSet declared = declared(
                postgres, "postgres", "words", "consumer: libpq, auth: scram-sha-256, deliver: [{directory: out}]");
        converges(declared);
        Verdicts verdicts = holds(declared);
        assertThat(names(verdicts)).contains("words: words_app with a wrong password");
        postgres.execute("postgres", "ALTER ROLE words_app PASSWORD 'somebody else''s'");
        assertThat(binder.prove(declared, Binder.clusters(declared)).verdicts().passed())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V16", "V18"})
    void passwordsWithACertificateAreAppliedAndProven(PgVersion version) throws Exception {
        write(folder, "app", CLIENTS.client("whatever name", "web"));
        ResourceSet declared = declared(
                postgres(version),
                "postgres",
                "both",
                "consumer: libpq, auth: scram+clientcert, deliver: [{directory: out}],"
                        + " credentials: {application: {sslcert: {file: app.crt}, sslkey: {file: app.key}}}");
        converges(declared);
        assertThat(Files.readString(folder.resolve("out/application/client.crt")))
                .isEqualTo(Files.readString(folder.resolve("app.crt")));
        assertThat(names(holds(declared)))
                .contains(
                        "both: both_app with a wrong password",
                        "both: both_app with its password and no certificate",
                        "both: both_app with a certificate of another CA",
                        "both: both_app without TLS");
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V16", "V18"})
    void whoMayOnlyMakeRolesBindsADatabaseThatIsThere(PgVersion version) throws Exception {
        TestPostgres postgres = postgres(version);
        postgres.execute("postgres", "CREATE ROLE maker LOGIN CREATEROLE PASSWORD 'only for tests'");
        postgres.execute("postgres", "CREATE ROLE made_owner NOLOGIN");
        postgres.execute("postgres", "GRANT made_owner TO maker WITH ADMIN OPTION");
        postgres.execute("postgres", "CREATE DATABASE made OWNER made_owner");
        ResourceSet declared = declared(
                postgres, "maker", "made", "consumer: libpq, auth: scram-sha-256, deliver: [{directory: out}]");
        converges(declared);
        holds(declared);
        binder.rotate(declared, "made", false);
        assertThat(binder.plan(declared, Binder.clusters(declared)).isEmpty()).isTrue();
        holds(declared);
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void whatIsDeclaredWithoutTlsIsProvenWithoutTls(PgVersion version) throws Exception {
        ResourceSet declared = declared(
                postgres(version),
                "postgres",
                "bare",
                "consumer: spire, auth: scram-sha-256, sslmode: disable, deliver: [{directory: out}]");
        BindPlan plan = binder.plan(declared, Binder.clusters(declared));
        assertThat(plan.consumers().getFirst().plan().findings())
                .extracting(Finding::what)
                .anyMatch(what -> what.contains("everything in the clear"));
        converges(declared);
        Verdicts verdicts = holds(declared);
        assertThat(names(verdicts)).allMatch(name -> name.endsWith(", without TLS"));
        assertThat(verdicts.rows().getFirst().verdict().sentence()).isEqualTo("connected as bare_app, without TLS");
        binder.rotate(declared, "bare", false);
        holds(declared);
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void whoGoesBackToAnotherRotationIsGivenALoginThatTheServerTakes(PgVersion version) throws Exception {
        String binding = "consumer: libpq, auth: scram-sha-256, deliver: [{directory: out}], rotation: ";
        ResourceSet alternate = declared(postgres(version), "postgres", "back", ", login: true", binding + "alternate");
        ResourceSet inPlace = declared(postgres(version), "postgres", "back", ", login: true", binding + "in-place");
        converges(alternate);
        converges(inPlace);
        holds(inPlace);
        converges(alternate);
        holds(alternate);
        converges(inPlace);
        holds(inPlace);
    }

    @Test
    void whatAConsumerKeepsIsNotLookedForAndNobodyGetsInWithoutIt() throws Exception {
        Files.writeString(folder.resolve("its.crt"), Pem.write(CLIENTS.root()));
        ResourceSet declared = declared(
                postgres(PgVersion.V18),
                "postgres",
                "port",
                "consumer: teleport, auth: cert, deliver: [{directory: out}], options: {dbClientCa: "
                        + folder.resolve("its.crt") + "}");
        converges(declared);
        BindProof proof = binder.prove(declared, Binder.clusters(declared));
        assertThat(proof.verdicts().passed())
                .as(() -> ProofTable.render(proof.verdicts()))
                .isTrue();
        assertThat(names(proof.verdicts()))
                .containsExactly(
                        "port: port_app without a certificate",
                        "port: port_app with a certificate of another CA",
                        "port: port_app without TLS");
        assertThat(proof.untried())
                .singleElement()
                .asString()
                .contains("teleport keeps its own")
                .contains("port_app");
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void whatTheServersFilesLackIsSaidOnceWithTheirLines(PgVersion version) throws Exception {
        TestPostgres postgres = postgres(version);
        write(folder, "app", CLIENTS.client("lacks other", "web"));
        ResourceSet declared = read(
                postgres,
                "postgres",
                "lacks",
                "{name: lacks_app, profile: application}, {name: lacks_migrator, profile: migrator}",
                "application: lacks_app, migration: lacks_migrator",
                "consumer: flight-control, auth: cert, options: {generation: quadlet}, deliver: [{directory: out}],"
                        + " credentials: {application: {sslcert: {file: app.crt}, sslkey: {file: app.key}}}");
        BindReceipt receipt = binder.apply(declared, Binder.clusters(declared), BindProgress.SILENT);
        assertThat(receipt.admitted()).isEmpty();
        assertThat(Answers.applied(receipt, List.of(), 0).texts())
                .singleElement()
                .extracting(PlanAnswer.Text::text)
                .asString()
                .contains("hostssl lacks lacks_app,lacks_migrator all cert map=lacks");

        BindProof proof = binder.prove(declared, Binder.clusters(declared));

        assertThat(proof.mends())
                .as(() -> ProofTable.render(proof.verdicts()))
                .containsExactly(
                        new BindProof.Mend(
                                "pg_hba.conf of localhost:" + postgres.port()
                                        + ", above every line that would catch the same logins, then SELECT"
                                        + " pg_reload_conf()",
                                List.of("hostssl lacks lacks_app,lacks_migrator all cert map=lacks")),
                        new BindProof.Mend(
                                "pg_ident.conf of localhost:" + postgres.port() + ", then SELECT pg_reload_conf()",
                                List.of("lacks \"lacks other\" lacks_app", "lacks \"lacks other\" lacks_migrator")));
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void aServerThatAdmitsPlaintextIsToldTheLineThatRefusesIt(PgVersion version) throws Exception {
        TestPostgres postgres = postgres(version);
        ResourceSet declared = declared(
                postgres, "postgres", "bare", "consumer: libpq, auth: scram-sha-256, deliver: [{directory: out}]");
        binder.apply(declared, Binder.clusters(declared), BindProgress.SILENT);

        BindProof proof = binder.prove(declared, Binder.clusters(declared));

        assertThat(proof.verdicts().passed()).isFalse();
        assertThat(proof.mends())
                .singleElement()
                .extracting(BindProof.Mend::lines)
                .isEqualTo(List.of("hostssl bare bare_app all scram-sha-256", "hostnossl bare bare_app all reject"));
    }

    @Test
    void whatTheServerLacksIsTheNextPlansOrTheNextAppliesMatter() throws Exception {
        TestPostgres postgres = postgres(PgVersion.V18);
        ResourceSet declared = declared(
                postgres, "postgres", "words2", "consumer: libpq, auth: scram-sha-256, deliver: [{directory: out}]");
        ApplyAnswer answer =
                Answers.applied(binder.apply(declared, Binder.clusters(declared), BindProgress.SILENT), List.of(), 0);
        assertThat(answer.texts()).as("its lines are there").isEmpty();
        assertThat(answer.next())
                .singleElement()
                .asString()
                .contains("chown -R USER " + folder.resolve("out/application"));
        assertThat(Answers.applied(binder.apply(declared, Binder.clusters(declared), BindProgress.SILENT), List.of(), 0)
                        .next())
                .isEmpty();
        assertThat(binder.prove(declared, Binder.clusters(declared)).mends()).isEmpty();

        postgres.execute("words2", "GRANT CREATE ON DATABASE words2 TO words2_app");
        postgres.execute(
                "words2",
                "ALTER DEFAULT PRIVILEGES FOR ROLE words2_owner REVOKE INSERT ON TABLES FROM words2_application");
        assertThat(binder.prove(declared, Binder.clusters(declared)).mends())
                .extracting(BindProof.Mend::what)
                .containsExactly(
                        "postern apply, for Binding words2",
                        "postern plan, which has the statements that take away what is too much, for Binding words2");
        converges(declared);
        postgres.execute("words2", "REVOKE CREATE ON DATABASE words2 FROM words2_app");
        postgres.execute("words2", "ALTER ROLE words2_app PASSWORD 'another one'");
        assertThat(binder.prove(declared, Binder.clusters(declared)).mends())
                .extracting(BindProof.Mend::what)
                .containsExactly("postern apply, for the password of words2_app");
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void aRoleThatMayNotLogInIsNotMendedWithLines(PgVersion version) throws Exception {
        TestPostgres postgres = postgres(version);
        ResourceSet declared = declared(
                postgres, "postgres", "shut", "consumer: libpq, auth: scram-sha-256, deliver: [{directory: out}]");
        converges(declared);
        postgres.execute("postgres", "ALTER ROLE shut_app NOLOGIN");

        assertThat(binder.prove(declared, Binder.clusters(declared)).mends())
                .containsExactly(new BindProof.Mend(
                        "postern plan, which has what to do about roles that are not there or may not log in: shut_app",
                        List.of()));
    }

    @Test
    void aGivenCertificateThatExpiresSoonIsAFinding() throws Exception {
        Instant now = Instant.now();
        write(
                folder,
                "app",
                CLIENTS.client(
                        TestAuthority.subject("soon_app", "x"),
                        now.minus(Duration.ofDays(300)),
                        now.plus(Duration.ofDays(65))));
        ResourceSet declared = declared(
                postgres(PgVersion.V18),
                "postgres",
                "soon",
                "consumer: libpq, auth: cert, deliver: [{directory: out}],"
                        + " credentials: {application: {sslcert: {file: app.crt}, sslkey: {file: app.key}}}");
        assertThat(expiring(declared, now)).isEmpty();
        assertThat(expiring(declared, now.plus(Duration.ofDays(34)))).isEmpty();
        assertThat(expiring(declared, now.plus(Duration.ofDays(36))))
                .singleElement()
                .asString()
                .contains("app.crt expires in 28 days, at "
                        + now.plus(Duration.ofDays(65)).toString().substring(0, 10));
    }

    @Test
    void anAdministratorsPasswordInTheDeclarationIsAFinding() throws Exception {
        TestPostgres postgres = postgres(PgVersion.V18);
        String text = """
                {apiVersion: postern.dev/v1alpha1, kind: Cluster, metadata: {name: c}, spec: {
                  engine: external, endpoints: {primary: "localhost:%d"}, tls: {sslmode: disable},
                  admin: {user: postgres, password: {value: %s}}}}
                ---
                {apiVersion: postern.dev/v1alpha1, kind: Database, metadata: {name: said}, spec: {
                  cluster: c, owner: said_owner, roles: []}}
                """.formatted(postgres.port(), postgres.password());
        ResourceSet declared =
                ManifestReader.readTexts(List.of(new ManifestText("test.yaml", folder, text)), ResourceSet.empty());
        assertThat(binder.plan(declared, Binder.clusters(declared))
                        .servers()
                        .getFirst()
                        .plan()
                        .findings())
                .extracting(Finding::what)
                .anyMatch(what -> what.startsWith("Cluster c: the password of postgres: it stands in the declaration"));
    }

    private List<String> expiring(ResourceSet declared, Instant now) {
        return binder(() -> now)
                .plan(declared, Binder.clusters(declared))
                .consumers()
                .getFirst()
                .plan()
                .findings()
                .stream()
                .map(Finding::what)
                .filter(what -> what.contains("expires"))
                .toList();
    }

    private void converges(ResourceSet declared) {
        BindReceipt receipt = binder.apply(declared, Binder.clusters(declared), BindProgress.SILENT);
        assertThat(receipt.problems()).isEmpty();
        BindPlan again = binder.plan(declared, Binder.clusters(declared));
        assertThat(Answers.plan(again, List.of()).steps()).isEmpty();
    }

    private Verdicts holds(ResourceSet declared) {
        BindProof proof = binder.prove(declared, Binder.clusters(declared));
        assertThat(proof.verdicts().passed())
                .as(() -> ProofTable.render(proof.verdicts()))
                .isTrue();
        assertThat(proof.untried()).isEmpty();
        return proof.verdicts();
    }

    private static List<String> names(Verdicts verdicts) {
        return verdicts.rows().stream().map(row -> row.cell().name()).toList();
    }

    private ResourceSet declared(TestPostgres postgres, String admin, String name, String binding) throws IOException {
        return declared(postgres, admin, name, "", binding);
    }

    /** @param role more about it */
    private ResourceSet declared(TestPostgres postgres, String admin, String name, String role, String binding)
            throws IOException {
        return read(
                postgres,
                admin,
                name,
                "{name: " + name + "_app, profile: application" + role + "}",
                "application: " + name + "_app",
                binding);
    }

    /** @param purposes which role the binding has for what */
    private ResourceSet read(
            TestPostgres postgres, String admin, String name, String roles, String purposes, String binding)
            throws IOException {
        Files.writeString(folder.resolve("ca.crt"), Pem.write(SERVERS.root()));
        Files.setPosixFilePermissions(
                Files.writeString(folder.resolve("admin"), postgres.password()),
                PosixFilePermissions.fromString("rw-------"));
        String text = """
                {apiVersion: postern.dev/v1alpha1, kind: Cluster, metadata: {name: c}, spec: {
                  engine: external, endpoints: {primary: "localhost:%1$d"},
                  tls: {sslmode: verify-full, sslrootcert: {file: ca.crt}},
                  admin: {user: %2$s, password: {file: admin}}}}
                ---
                {apiVersion: postern.dev/v1alpha1, kind: Database, metadata: {name: %3$s}, spec: {
                  cluster: c, owner: %3$s_owner, roles: [%4$s]}}
                ---
                {apiVersion: postern.dev/v1alpha1, kind: Binding, metadata: {name: %3$s}, spec: {
                  database: %3$s, roles: {%5$s}, %6$s}}
                """.formatted(postgres.port(), admin, name, roles, purposes, binding);
        return ManifestReader.readTexts(List.of(new ManifestText("test.yaml", folder, text)), ResourceSet.empty());
    }

    private static void write(Path to, String name, Credential.ClientCertificate certificate) throws IOException {
        Files.writeString(to.resolve(name + ".crt"), Pem.write(certificate.leaf()));
        PrivateKeyFile.writePem(to.resolve(name + ".key"), certificate.key());
    }
}
