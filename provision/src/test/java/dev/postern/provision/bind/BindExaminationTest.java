package dev.postern.provision.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.ManifestReader;
import dev.postern.model.ManifestText;
import dev.postern.model.ResourceSet;
import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.provision.apply.ApplySettings;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.deliver.NoPodman;
import dev.postern.provision.doctor.Examination;
import dev.postern.provision.doctor.Report;
import dev.postern.provision.driver.Place;
import dev.postern.provision.fixture.TestAuthority;
import dev.postern.provision.secret.SecretReader;
import dev.postern.server.ServerTls;
import dev.postern.testing.EnabledIfPostgres;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import dev.postern.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@EnabledIfPostgres(PgVersion.V18)
class BindExaminationTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("Bound servers");
    private static final Path FOLDER = TestFolder.fresh("bound");

    private static TestPostgres postgres;

    private final BindTools tools = new BindTools(
            SecretReader.filesOnly(),
            new NoPodman(),
            Optional.empty(),
            List.of(),
            ApplySettings.USUAL,
            InstantSource.system(),
            new SecureRandom());

    @BeforeAll
    static void start() throws IOException {
        write("server", AUTHORITY.server());
        write("app", AUTHORITY.client("fc_app", "bound"));
        Files.writeString(FOLDER.resolve("ca.crt"), Pem.write(AUTHORITY.root()));
        postgres = TestPostgres.builder(PgVersion.V18)
                .tls(new ServerTls(
                        FOLDER.resolve("server.crt"), FOLDER.resolve("server.key"), FOLDER.resolve("ca.crt")))
                .hba("host all all 127.0.0.1/32 scram-sha-256")
                .start();
        secret("admin", postgres.password());
        secret("word", "quite-plain-77");
    }

    private static void write(String name, Credential.ClientCertificate certificate) throws IOException {
        Files.writeString(FOLDER.resolve(name + ".crt"), Pem.write(certificate.leaf()));
        PrivateKeyFile.writePem(FOLDER.resolve(name + ".key"), certificate.key());
    }

    private static void secret(String name, String text) throws IOException {
        Files.setPosixFilePermissions(
                Files.writeString(FOLDER.resolve(name), text), PosixFilePermissions.fromString("rw-------"));
    }

    private ResourceSet declared(String host, String requires, String binding) {
        return ManifestReader.readTexts(
                List.of(new ManifestText("test.yaml", FOLDER, """
                {apiVersion: postern.dev/v1alpha1, kind: Cluster, metadata: {name: c}, spec: {
                  engine: external, endpoints: {primary: "HOST"},
                  tls: {sslmode: verify-full, sslrootcert: {file: ca.crt}},
                  admin: {user: postgres, password: {file: admin}}}}
                ---
                {apiVersion: postern.dev/v1alpha1, kind: Database, metadata: {name: fc}, spec: {
                  cluster: c, owner: fc_owner, requires: {REQUIRES}, roles: [
                    {name: fc_app, profile: application}, {name: fc_mig, profile: migrator}]}}
                ---
                {apiVersion: postern.dev/v1alpha1, kind: Binding, metadata: {name: fc}, spec: {
                  database: fc, roles: {application: fc_app, migration: fc_mig}, BINDING}}
                """.replace("HOST", host)
                        .replace("REQUIRES", requires)
                        .replace("BINDING", binding))),
                ResourceSet.empty());
    }

    private List<Report> examined(ResourceSet declared, Path root) throws InterruptedException {
        Place place = new Place(Map.of(), FOLDER, Files::isRegularFile);
        return new BindExamination(new Examination(InstantSource.system(), place, "somebody"), tools, root)
                .of(declared, "fc", Duration.ofSeconds(10));
    }

    private static String said(List<Report> reports) {
        return reports.stream()
                .flatMap(report -> Stream.concat(
                        Stream.concat(Stream.of(), report.settings().stream()),
                        report.hosts().stream().flatMap(host -> host.checks().stream())))
                .map(check -> check.outcome() + " " + check.step().word() + " " + check.saw() + " "
                        + check.advice()
                                .map(advice -> advice.cause() + " / " + advice.fix())
                                .orElse(""))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aBindingIsExaminedWithWhatItsConsumerHasAndWhatTheDatabaseRequires() throws Exception {
        String binding = "consumer: flight-control, auth: scram+clientcert, options: {generation: quadlet},"
                + " credentials: {application: {password: {file: word}, sslcert: {file: app.crt}, sslkey: {file: app.key}},"
                + " migration: {password: {file: word}}}, deliver: [{directory: out}]";
        ResourceSet declared =
                declared("localhost:" + postgres.port(), "version: \">=16\", pool: {maxOpenConns: 400}", binding);
        Path root = Files.createDirectories(FOLDER.resolve("root"));
        Files.createDirectories(root.resolve("etc/flightctl"));
        Files.createDirectories(root.resolve("etc/systemd/system"));

        List<Report> before = examined(declared, root);
        assertThat(before)
                .extracting(Report::title)
                .containsExactly("Binding fc, application", "Binding fc, migration");
        assertThat(before).noneMatch(Report::healthy);
        assertThat(said(before))
                .contains("not masked", "systemctl mask flightctl-db.service")
                .contains("the consumer does not have what is declared")
                .doesNotContain("quite-plain-77");

        postgres.execute(
                "postgres",
                "CREATE ROLE fc_app LOGIN PASSWORD 'quite-plain-77'; CREATE ROLE fc_mig LOGIN PASSWORD 'quite-plain-77'");
        postgres.execute("postgres", "CREATE DATABASE fc");
        List<Report> small = examined(declared, root);
        assertThat(said(small))
                .contains("up to 400 connections may be opened", "max_connections = 4")
                .contains("fc_mig");
        assertThat(small).noneMatch(Report::healthy);

        List<Report> well = examined(declared("localhost:" + postgres.port(), "version: \">=16\"", binding), root);
        assertThat(well).as(said(well)).allMatch(Report::healthy);
    }

    @Test
    void hostsThatTheChartsServiceCannotStandForAreSaid() throws Exception {
        String binding = "consumer: flight-control, auth: scram-sha-256, options: {generation: helm},"
                + " credentials: {application: {password: {file: word}}, migration: {password: {file: word}}},"
                + " deliver: [{kubernetesManifest: secrets.yaml}]";
        assertThat(said(examined(declared("127.0.0.1:1", "", binding), FOLDER)))
                .contains("an ExternalName takes names only", "is refused");
        assertThat(said(examined(declared("flightctl-db.flightctl.svc:1", "", binding), FOLDER)))
                .contains("is the ExternalName Service that the chart makes");
    }

    @Test
    void aBindingThatIsNotDeclaredIsSaidWithThoseThatAre() {
        ResourceSet declared = declared("localhost:1", "", "consumer: libpq, deliver: [{directory: out}]");
        BindExamination examination = new BindExamination(
                new Examination(InstantSource.system(), Place.nowhere(), "somebody"), tools, FOLDER);
        assertThatThrownBy(() -> examination.of(declared, "other", Duration.ofSeconds(1)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("no Binding other");
    }
}
