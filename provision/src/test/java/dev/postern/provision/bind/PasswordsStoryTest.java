package dev.postern.provision.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.ManifestReader;
import dev.postern.model.ManifestText;
import dev.postern.model.ResourceSet;
import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.provision.apply.ApplySettings;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.fixture.TestAuthority;
import dev.postern.provision.password.Match;
import dev.postern.provision.plan.Finding;
import dev.postern.provision.rotate.RotationReceipt;
import dev.postern.provision.secret.PodmanSecrets;
import dev.postern.provision.secret.SecretReader;
import dev.postern.server.ServerTls;
import dev.postern.testing.CommandLine;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import dev.postern.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From files to logins with passwords, and new ones: what a user does, without the command line. */
@Tag("server")
class PasswordsStoryTest {
    private final Path folder = TestFolder.fresh("passwords");
    private final Binder binder = new Binder(new BindTools(
            new SecretReader(Map.of("ADMIN", "only for tests"), PasswordsStoryTest::nothing, (address, _, _) -> {
                throw new IOException("no network to " + address);
            }),
            PodmanSecrets.of(PasswordsStoryTest::nothing),
            Optional.empty(),
            List.of(),
            ApplySettings.USUAL,
            InstantSource.system(),
            new SecureRandom()));

    private static dev.postern.provision.secret.CommandRunner.Output nothing(
            List<String> command, dev.postern.kernel.secret.Secret input) throws IOException {
        throw new IOException("no program " + command.getFirst());
    }

    @ParameterizedTest
    @CsvSource({
        "V15, postgres, alternate",
        "V15, manager, in-place",
        "V18, manager, alternate",
        "V18, postgres, in-place"
    })
    void passwordsAreMadeFoundAgainAndRotated(PgVersion version, String admin, String rotation)
            throws SQLException, IOException {
        Assumptions.assumeTrue(version.missing().isEmpty(), version.missing().orElse(""));
        try (TestPostgres postgres = TestPostgres.builder(version)
                .tls(tls())
                .hba("hostssl all all 127.0.0.1/32 scram-sha-256", "hostnossl all postgres 127.0.0.1/32 scram-sha-256")
                .start()) {
            postgres.execute("postgres", "CREATE ROLE manager LOGIN CREATEROLE CREATEDB PASSWORD 'only for tests'");
            ResourceSet declared = declared(postgres.port(), admin, rotation);
            BindReceipt receipt = binder.apply(declared, Binder.clusters(declared), progress());
            assertThat(receipt.problems()).isEmpty();
            assertThat(login("application")).isEqualTo("shop_app");
            assertThat(login("migration")).isEqualTo("shop_owner");
            BindPlan again = binder.plan(declared, Binder.clusters(declared));
            assertThat(again.isEmpty())
                    .as(() -> again.servers() + " " + again.consumers())
                    .isTrue();

            String before = Files.readString(folder.resolve("app/application/pgpass"));
            List<RotationReceipt> rotated = binder.rotate(declared, "shop", false);
            assertThat(rotated).extracting(RotationReceipt::role).containsExactly("shop_app", "shop_migrator");
            assertThat(rotated).extracting(RotationReceipt::proof).containsOnly(new Match.Matches());
            assertThat(rotated)
                    .extracting(RotationReceipt::user)
                    .containsExactly(
                            rotation.equals("alternate") ? "shop_app_b" : "shop_app",
                            rotation.equals("alternate") ? "shop_migrator_b" : "shop_migrator");
            assertThat(Files.readString(folder.resolve("app/application/pgpass")))
                    .isNotEqualTo(before);
            assertThat(login("application")).isEqualTo("shop_app");
            assertThat(login("migration")).isEqualTo("shop_owner");
            BindPlan last = binder.plan(declared, Binder.clusters(declared));
            assertThat(last.isEmpty())
                    .as(() -> last.servers() + " " + last.consumers())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"V15", "V18"})
    void aServiceThatWorksIsNotToldOfALoginThatDoesNot(PgVersion version) throws SQLException, IOException {
        Assumptions.assumeTrue(version.missing().isEmpty(), version.missing().orElse(""));
        try (TestPostgres postgres = TestPostgres.builder(version)
                .tls(tls())
                .hba(
                        "hostssl shop shop_app,shop_migrator 127.0.0.1/32 scram-sha-256",
                        "host all postgres 127.0.0.1/32 scram-sha-256",
                        "host postgres manager 127.0.0.1/32 scram-sha-256",
                        "host shop manager 127.0.0.1/32 scram-sha-256")
                .start()) {
            postgres.execute("postgres", "CREATE ROLE manager LOGIN CREATEROLE CREATEDB PASSWORD 'only for tests'");
            ResourceSet inPlace = declared(postgres.port(), "manager", "in-place");
            assertThat(binder.apply(inPlace, Binder.clusters(inPlace), progress())
                            .problems())
                    .isEmpty();

            ResourceSet alternate = declared(postgres.port(), "manager", "alternate");
            BindReceipt stopped = binder.apply(alternate, Binder.clusters(alternate), progress());

            assertThat(stopped.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.what())
                            .contains("shop_app_a cannot log in", "pg_hba.conf", "shop_app stays in use"));
            assertThat(stopped.delivered()).isEmpty();
            assertThat(login("application")).isEqualTo("shop_app");
            assertThat(login("migration")).isEqualTo("shop_owner");
        }
    }

    @ParameterizedTest
    @CsvSource({"V15", "V18"})
    void aLoginThatIsLockedBlocksThePlanOfItsBinding(PgVersion version) throws SQLException, IOException {
        Assumptions.assumeTrue(version.missing().isEmpty(), version.missing().orElse(""));
        try (TestPostgres postgres = TestPostgres.builder(version)
                .tls(tls())
                .hba("host all all 127.0.0.1/32 scram-sha-256")
                .start()) {
            ResourceSet declared = declared(postgres.port(), "postgres", "in-place");
            assertThat(binder.apply(declared, Binder.clusters(declared), progress())
                            .problems())
                    .isEmpty();
            postgres.execute(
                    "postgres",
                    "ALTER ROLE shop_app NOLOGIN VALID UNTIL '2020-01-01Z';"
                            + " ALTER ROLE shop_migrator CONNECTION LIMIT 0");

            assertThat(blocking(declared))
                    .anySatisfy(what -> assertThat(what).contains("shop_app", "NOLOGIN"))
                    .anySatisfy(what -> assertThat(what).contains("shop_app", "valid until 2020-01-01"))
                    .anySatisfy(what -> assertThat(what).contains("shop_migrator", "CONNECTION LIMIT 0"));
        }
    }

    @ParameterizedTest
    @CsvSource({"V15", "V18"})
    void whoeverHasARolesPasswordIsNamedBeforeItIsTakenAway(PgVersion version) throws SQLException, IOException {
        Assumptions.assumeTrue(version.missing().isEmpty(), version.missing().orElse(""));
        try (TestPostgres postgres = TestPostgres.builder(version)
                .tls(tls())
                .hba("host all all 127.0.0.1/32 scram-sha-256")
                .start()) {
            postgres.execute("postgres", "CREATE ROLE shop_app LOGIN PASSWORD 'theirs'");
            ResourceSet declared = declared(postgres.port(), "postgres", "in-place");

            BindPlan plan = binder.plan(declared, Binder.clusters(declared));

            assertThat(plan.servers().getFirst().plan().findings())
                    .filteredOn(finding -> finding.what().contains("refused from then on"))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.what()).startsWith("shop_app is there already"));
        }
    }

    @ParameterizedTest
    @CsvSource({"V15", "V18"})
    void aGivenPasswordThatChangesReachesAServerThatAdmitsNobodyFromHere(PgVersion version)
            throws SQLException, IOException {
        Assumptions.assumeTrue(version.missing().isEmpty(), version.missing().orElse(""));
        try (TestPostgres postgres = TestPostgres.builder(version)
                .tls(tls())
                .hba("host all postgres,manager 127.0.0.1/32 scram-sha-256")
                .start()) {
            postgres.execute("postgres", "CREATE ROLE manager LOGIN CREATEROLE CREATEDB PASSWORD 'only for tests'");
            Path given = folder.resolve("given");
            Files.writeString(given, "first password");
            Files.setPosixFilePermissions(given, PosixFilePermissions.fromString("rw-------"));
            ResourceSet declared = given(declaredText(postgres.port(), "manager", "in-place"), given);
            assertThat(binder.apply(declared, Binder.clusters(declared), progress())
                            .problems())
                    .isEmpty();
            String before = verifier(postgres);

            Files.writeString(given, "second password");
            BindReceipt receipt = binder.apply(declared, Binder.clusters(declared), progress());

            assertThat(receipt.problems()).isEmpty();
            assertThat(receipt.delivered()).isNotEmpty();
            assertThat(verifier(postgres)).isNotEqualTo(before);
        }
    }

    private static String verifier(TestPostgres postgres) throws SQLException {
        try (Connection connection = postgres.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT rolpassword FROM pg_authid WHERE rolname = 'shop_app'")) {
            row.next();
            return row.getString(1);
        }
    }

    private ResourceSet given(String text, Path file) {
        String with = text + "  credentials: {application: {password: {file: " + file + "}}}\n";
        return ManifestReader.readTexts(List.of(new ManifestText("shop.yaml", folder, with)), ResourceSet.empty());
    }

    private List<String> blocking(ResourceSet declared) {
        return binder.plan(declared, Binder.clusters(declared)).servers().getFirst().plan().findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.BLOCKING)
                .map(Finding::what)
                .toList();
    }

    private ServerTls tls() throws IOException {
        TestAuthority authority = new TestAuthority("Serving");
        Credential.ClientCertificate own = authority.server();
        Files.writeString(folder.resolve("ca.crt"), Pem.write(authority.root()));
        Files.writeString(folder.resolve("server.crt"), Pem.write(own.leaf()));
        PrivateKeyFile.writePem(folder.resolve("server.key"), own.key());
        return new ServerTls(folder.resolve("server.crt"), folder.resolve("server.key"), folder.resolve("ca.crt"));
    }

    private static BindProgress progress() {
        return BindProgress.SILENT;
    }

    /** As whom psql acts with what was delivered. */
    private String login(String purpose) throws IOException {
        Path service = folder.resolve("app").resolve(purpose).resolve("pg_service.conf");
        String name =
                Files.readString(service).lines().findFirst().orElseThrow().replaceAll("[\\[\\]]", "");
        return CommandLine.run(
                        List.of("psql", "-XAtc", "SELECT current_user", "service=" + name),
                        Map.of("PGSERVICEFILE", service.toString()),
                        "",
                        Duration.ofSeconds(30))
                .orFail()
                .out()
                .strip();
    }

    private ResourceSet declared(int port, String admin, String rotation) {
        return ManifestReader.readTexts(
                List.of(new ManifestText("shop.yaml", folder, declaredText(port, admin, rotation))),
                ResourceSet.empty());
    }

    private String declaredText(int port, String admin, String rotation) {
        return """
                apiVersion: postern.dev/v1alpha1
                kind: Cluster
                metadata: {name: orders}
                spec:
                  engine: external
                  endpoints: {primary: "localhost:%d"}
                  tls: {sslmode: verify-full, sslrootcert: {file: ca.crt}}
                  admin: {user: %s, password: {env: ADMIN}}
                ---
                apiVersion: postern.dev/v1alpha1
                kind: Database
                metadata: {name: shop}
                spec:
                  cluster: orders
                  owner: shop_owner
                  roles: [{name: shop_app, profile: application}, {name: shop_migrator, profile: migrator}]
                ---
                apiVersion: postern.dev/v1alpha1
                kind: Binding
                metadata: {name: shop}
                spec:
                  consumer: libpq
                  database: shop
                  roles: {application: shop_app, migration: shop_migrator}
                  auth: scram-sha-256
                  sslmode: verify-full
                  rotation: %s
                  deliver: [{directory: %s}]
                """.formatted(port, admin, rotation, folder.resolve("app"));
    }
}
