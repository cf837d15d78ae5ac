package dev.postern.provision.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.Binding;
import dev.postern.model.Binding.Auth;
import dev.postern.model.Binding.Delivery;
import dev.postern.model.Binding.Rotation;
import dev.postern.model.Metadata;
import dev.postern.model.SslMode;
import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.consumer.AccessLines;
import dev.postern.provision.consumer.Endpoint;
import dev.postern.provision.consumer.Login;
import dev.postern.provision.consumer.Password;
import dev.postern.provision.fixture.Declared;
import dev.postern.provision.fixture.TestAuthority;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.provision.secret.CommandRunner;
import dev.postern.provision.secret.LocalCommands;
import dev.postern.provision.secret.PodmanSecrets;
import dev.postern.testing.CommandLine;
import dev.postern.testing.TestFolder;
import dev.postern.testing.TestPodman;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Given certificates, manifests, Podman's secrets, and passwords that are found where they were delivered. */
class TargetsTest {
    private static final String PASSWORD = "aBcDeF-hIjKlMnOpQrStUvWxYz_01234";

    private final TestAuthority clients = new TestAuthority("Given clients");
    private final TestAuthority servers = new TestAuthority("Given servers");
    private final Path folder = TestFolder.fresh("targets");
    private final Endpoint endpoint = new Endpoint(Declared.cluster().primary(), "shop", servers.anchors(), List.of());
    private final Map<String, Secret> stored = new TreeMap<>();
    private final Deliverer deliverer = new Deliverer(Optional.empty(), memory(), InstantSource.system());

    private PodmanSecrets memory() {
        return new PodmanSecrets() {
            @Override
            public Optional<Secret> read(String name) {
                return Optional.ofNullable(stored.get(name));
            }

            @Override
            public void write(String name, Secret value, Map<String, String> labels) {
                stored.put(name, value);
            }
        };
    }

    private Binding binding(
            String consumer,
            Map<String, String> roles,
            Auth auth,
            Map<String, Binding.Credential> credentials,
            Map<String, String> options,
            Delivery... deliver) {
        return new Binding(
                new Metadata("given", Map.of()),
                consumer,
                "shop",
                roles,
                auth,
                SslMode.VERIFY_FULL,
                credentials,
                Rotation.IN_PLACE,
                options,
                List.of(deliver));
    }

    private static Binding alternating(Binding binding) {
        return new Binding(
                binding.metadata(),
                binding.consumer(),
                binding.database(),
                binding.roles(),
                binding.auth(),
                binding.sslmode(),
                binding.credentials(),
                Rotation.ALTERNATE,
                binding.options(),
                binding.deliver());
    }

    private Binding.Credential given(String name, Credential.ClientCertificate made) throws IOException {
        Path certificate = folder.resolve(name + ".crt");
        Path key = folder.resolve(name + ".key");
        Files.writeString(certificate, Pem.write(made.chain()));
        PrivateKeyFile.writePem(key, made.key());
        return new Binding.Credential(Optional.empty(), Optional.of(new Binding.ClientCertificate(certificate, key)));
    }

    private static Map<String, Login> known(Map<String, String> roles, String password) {
        Map<String, Login> logins = new HashMap<>();
        roles.forEach((purpose, role) ->
                logins.put(purpose, Login.with(role, new Password.Known(Secret.ofText(password + purpose)))));
        return logins;
    }

    private Delivery directory() {
        return new Delivery.Directory(folder.resolve("out"));
    }

    @Test
    void oneGivenCertificateServesTwoRolesByIdentLines() throws IOException {
        Map<String, String> roles = Map.of("application", "flightctl_app", "migration", "flightctl_migrator");
        Binding binding = binding(
                "flight-control",
                roles,
                Auth.CERT,
                Map.of("application", given("shared", clients.client("flightctl-client", "x"))),
                Map.of("generation", "quadlet", "address", "10.0.0.0/8"),
                directory(),
                new Delivery.PodmanSecrets());
        AccessLines lines = deliverer.lines(binding, endpoint, Map.of());
        assertThat(lines.hba())
                .containsExactly("hostssl shop flightctl_app,flightctl_migrator 10.0.0.0/8 cert map=given");
        assertThat(lines.ident())
                .containsExactly("given flightctl-client flightctl_app", "given flightctl-client flightctl_migrator");
        DeliveryPlan plan = deliverer.plan(binding, endpoint);
        assertThat(plan.changes()).hasSize(3);
        deliverer.apply(plan);
        assertThat(deliverer.plan(binding, endpoint).isEmpty()).isTrue();
        assertThat(stored.values()).hasSize(2).allMatch(secret -> secret.length() > 0);
        assertThat(folder.resolve("out/client.crt")).hasSameBinaryContentAs(folder.resolve("shared.crt"));
        assertThat(Files.getPosixFilePermissions(folder.resolve("out/client.key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(folder.resolve("out/client.key"), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(deliverer.plan(binding, endpoint).changes())
                .singleElement()
                .satisfies(change -> assertThat(change.reasons()).containsExactly("client.key has the mode rw-r-----"));
    }

    @Test
    void aGivenCertificateThatCouldNotLogInIsRefusedBeforeAnythingIsWritten() throws IOException {
        Credential.ClientCertificate good = clients.client("app", "x");
        Binding.Credential pattern = given("pattern", clients.client("/^(.*)$", "x"));
        refused(pattern, "takes for a pattern");
        assertThat(deliverer.lines(libpq(pattern), endpoint, Map.of()).text()).doesNotContain("/^");
        refused(given("other", clients.client("other", "x")), "for the role other, not for app");
        refused(given("expired", clients.expired("app", "x")), "expired at");
        refused(
                given(
                        "mixed",
                        new Credential.ClientCertificate(
                                good.chain(), clients.client("app", "x").key())),
                "not the certificate's");
        Binding.Credential open = given("open", good);
        Files.setPosixFilePermissions(
                open.certificate().orElseThrow().sslkey(), PosixFilePermissions.fromString("rw-r--r--"));
        refused(open, "used by others");
        refused(new Binding.Credential(Optional.empty(), Optional.empty()), "nobody issues a client certificate");
        assertThat(folder.resolve("out")).doesNotExist();
        Endpoint known =
                new Endpoint(endpoint.server(), "shop", servers.anchors(), new TestAuthority("Another root").anchors());
        assertThatThrownBy(() -> deliverer.plan(libpq(given("good", good)), known))
                .hasMessageContaining("no authority that is trusted here");
        deliverer.apply(deliverer.plan(libpq(given("good", good)), endpoint));
        assertThat(folder.resolve("out/application/conninfo")).exists();
    }

    private Binding libpq(Binding.Credential credential) {
        return binding(
                "libpq",
                Map.of("application", "app"),
                Auth.CERT,
                Map.of("application", credential),
                Map.of(),
                directory());
    }

    private void refused(Binding.Credential credential, String why) {
        assertThatThrownBy(() -> deliverer.plan(libpq(credential), endpoint))
                .as(why)
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining(why);
    }

    @Test
    void manifestsAreReadBackByAReaderOfYaml11() throws IOException {
        assumeTrue(
                CommandLine.run("python3", "-c", "import yaml").exit() == 0,
                "python3 has no yaml, which reads YAML 1.1");
        Path file = folder.resolve("k8s/secrets.yaml");
        Map<String, String> roles = Map.of("application", "flightctl_app", "migration", "flightctl_migrator");
        Binding binding = binding(
                "flight-control",
                roles,
                Auth.SCRAM_SHA_256,
                Map.of(),
                Map.of("internalNamespace", "inner"),
                new Delivery.KubernetesManifest(file));
        for (String password : List.of(
                "yes", "1_000", "0777", "1e3", "12:30", "2026-11-23", "~", "null", "#x", "<a: b>", "0x1F", ".5")) {
            Map<String, Login> logins = new HashMap<>(known(roles, "m"));
            logins.put(
                    "application",
                    Login.with("flightctl_app", new Password.Known(Secret.ofText(password.replace(" ", "")))));
            deliverer.apply(deliverer.plan(binding, endpoint, logins));
            assertThat(deliverer.plan(binding, endpoint, logins).isEmpty()).isTrue();
            String read = CommandLine.run(
                            "python3",
                            "-c",
                            "import sys, yaml; print([d['stringData']['userPassword'] for d in"
                                    + " yaml.safe_load_all(open(sys.argv[1])) if d['metadata']['name'] =="
                                    + " 'flightctl-db-app-secret'])",
                            file.toString())
                    .orFail()
                    .out()
                    .strip();
            String word = "'" + password.replace(" ", "") + "'";
            assertThat(read).isEqualTo("[" + word + ", " + word + "]");
        }
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aTargetThatTheConsumerHasNothingForIsRefused() {
        assertThatThrownBy(() -> deliverer.plan(
                        binding(
                                "libpq",
                                Map.of("a", "app"),
                                Auth.SCRAM_SHA_256,
                                Map.of(),
                                Map.of(),
                                new Delivery.PodmanSecrets(),
                                new Delivery.KubernetesManifest(folder.resolve("x.yaml"))),
                        endpoint))
                .hasMessageContaining("no Podman secrets")
                .hasMessageContaining("no Kubernetes manifests");
    }

    @Test
    void placeholdersAreRenderedAndNeverApplied() {
        Binding binding = binding("libpq", Map.of("a", "app"), Auth.SCRAM_SHA_256, Map.of(), Map.of(), directory());
        Map<String, Login> logins = Map.of("a", Login.with("app", new Password.Reference("<path:x#y>")));
        assertThat(deliverer.render(binding, endpoint, logins).text()).contains(":app:<path:x#y>");
        assertThat(deliverer.render(alternating(binding), endpoint, logins).text())
                .contains(":app_a:<path:x#y>");
        assertThatThrownBy(() -> deliverer.apply(deliverer.plan(binding, endpoint, logins)))
                .hasMessageContaining("only `render` passes on");
    }

    @Test
    void passwordsAreFoundWhereTheyWereDelivered() {
        Map<String, String> one = Map.of("service", "app");
        Map<String, String> two = Map.of("application", "flightctl_app", "migration", "flightctl_migrator");
        Delivery manifest = new Delivery.KubernetesManifest(folder.resolve("found.yaml"));
        for (Binding binding : List.of(
                binding("libpq", one, Auth.SCRAM_SHA_256, Map.of(), Map.of(), directory()),
                binding("pgx", one, Auth.SCRAM_SHA_256, Map.of(), Map.of(), directory()),
                binding("jdbc", one, Auth.SCRAM_SHA_256, Map.of(), Map.of(), directory()),
                binding("spire", one, Auth.SCRAM_SHA_256, Map.of(), Map.of(), directory()),
                binding("spire", one, Auth.SCRAM_SHA_256, Map.of(), Map.of("format", "uri"), directory()),
                binding("service-binding", one, Auth.SCRAM_SHA_256, Map.of(), Map.of(), manifest),
                binding("flight-control", two, Auth.SCRAM_SHA_256, Map.of(), Map.of(), manifest),
                binding(
                        "flight-control",
                        two,
                        Auth.SCRAM_SHA_256,
                        Map.of(),
                        Map.of("generation", "quadlet"),
                        new Delivery.PodmanSecrets()))) {
            assertThat(deliverer.delivered(binding, endpoint)).isEmpty();
            Map<String, Login> logins = known(binding.roles(), PASSWORD);
            deliverer.apply(deliverer.plan(binding, endpoint, logins));
            assertThat(deliverer.delivered(binding, endpoint))
                    .as(binding.consumer())
                    .isEqualTo(new TreeMap<>(logins));
            Endpoint moved = new Endpoint(
                    new dev.postern.model.HostPort("elsewhere", 6432), "shop", servers.anchors(), List.of());
            assertThat(deliverer.delivered(binding, moved))
                    .as(binding.consumer())
                    .isEqualTo(new TreeMap<>(logins));
            clean();
        }
    }

    @Test
    void aPlaceholderInAManifestIsNotTakenForAPassword() throws IOException {
        Path file = folder.resolve("placeholder.yaml");
        Files.writeString(file, """
                apiVersion: v1
                kind: Secret
                metadata: {name: given}
                stringData: {password: "<path:secret/db#password>", username: app}
                """);
        Binding binding = binding(
                "service-binding",
                Map.of("service", "app"),
                Auth.SCRAM_SHA_256,
                Map.of(),
                Map.of(),
                new Delivery.KubernetesManifest(file));
        assertThat(deliverer.delivered(binding, endpoint)).isEmpty();
        Files.writeString(file, Files.readString(file).replace("<path:secret/db#password>", "it's"));
        assertThat(deliverer.delivered(binding, endpoint))
                .containsEntry("service", Login.with("app", new Password.Known(Secret.ofText("it's"))));
    }

    @Test
    void ofTwoAlternateLoginsTheOneInUseIsFound() {
        Delivery manifest = new Delivery.KubernetesManifest(folder.resolve("found.yaml"));
        for (Binding plain : List.of(
                binding("libpq", Map.of("a", "app"), Auth.SCRAM_SHA_256, Map.of(), Map.of(), directory()),
                binding("jdbc", Map.of("a", "app"), Auth.SCRAM_SHA_256, Map.of(), Map.of(), directory()),
                binding("spire", Map.of("a", "app"), Auth.SCRAM_SHA_256, Map.of(), Map.of(), directory()),
                binding("service-binding", Map.of("a", "app"), Auth.SCRAM_SHA_256, Map.of(), Map.of(), manifest))) {
            Binding binding = alternating(plain);
            for (String user : List.of("app_a", "app_b", "app_a")) {
                Map<String, Login> logins = Map.of(
                        "a", new Login("app", user, Optional.of(new Password.Known(Secret.ofText(PASSWORD + user)))));
                deliverer.apply(deliverer.plan(binding, endpoint, logins));
                assertThat(deliverer.delivered(binding, endpoint))
                        .as(binding.consumer() + " " + user)
                        .isEqualTo(new TreeMap<>(logins));
            }
            clean();
        }
    }

    private void clean() {
        stored.clear();
        CommandLine.run(
                        "rm",
                        "-rf",
                        folder.resolve("out").toString(),
                        folder.resolve("found.yaml").toString())
                .orFail();
    }

    @Test
    void realPodmanGetsTheSecretsAndItsGeneratorTakesTheDropIns() throws IOException {
        Optional<String> missing = TestPodman.missing(TestPodman.Release.TRIXIE);
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        TestPodman podman = TestPodman.of(TestPodman.Release.TRIXIE);
        CommandRunner local = new LocalCommands(Duration.ofMinutes(1));
        Deliverer real = new Deliverer(
                Optional.empty(),
                PodmanSecrets.of(
                        (command, input) -> local.run(podman.command(command.subList(1, command.size())), input)),
                InstantSource.system());
        Map<String, String> roles = Map.of("application", "edge_app", "migration", "edge_migrator");
        Binding binding = binding(
                "flight-control",
                roles,
                Auth.SCRAM_SHA_256,
                Map.of(),
                Map.of("generation", "quadlet"),
                new Delivery.PodmanSecrets());
        Map<String, Login> logins = known(roles, PASSWORD);
        real.apply(real.plan(binding, endpoint, logins));
        assertThat(real.plan(binding, endpoint, logins).isEmpty()).isTrue();
        assertThat(real.delivered(binding, endpoint)).isEqualTo(new TreeMap<>(logins));
        assertThat(generated(real.render(binding, endpoint, logins)))
                .contains("--env DB_USER=edge_app")
                .doesNotContain("--env DB_USER=flightctl_app")
                .contains("--env DB_MIGRATION_USER=edge_migrator")
                .doesNotContain("--env DB_MIGRATION_USER=flightctl_migrator");
    }

    /** Units with the two names in them, as Flight Control's have, and our drop-ins, through Podman's generator. */
    private String generated(Rendered rendered) throws IOException {
        Path units = folder.resolve("units");
        Files.createDirectories(units);
        Map<String, String> variables = Map.of(
                "flightctl-api",
                "DB_USER=flightctl_app",
                "flightctl-db-migrate",
                "DB_MIGRATION_USER=flightctl_migrator");
        for (Map.Entry<String, String> unit : variables.entrySet()) {
            Files.writeString(
                    units.resolve(unit.getKey() + ".container"),
                    "[Container]\nImage=localhost/x:1\nEnvironment=" + unit.getValue() + "\n");
            String title = "/etc/containers/systemd/" + unit.getKey() + ".container.d/50-postern.conf";
            String text = rendered.rendering().parts().stream()
                    .filter(part -> part.title().equals(title))
                    .findFirst()
                    .orElseThrow()
                    .text();
            Path dropIn = units.resolve(unit.getKey() + ".container.d/50-postern.conf");
            Files.createDirectories(dropIn.resolveSibling(""));
            Files.writeString(dropIn, text);
        }
        return CommandLine.run(
                        List.of(
                                Path.of("../testing/podman/in").toAbsolutePath().toString(),
                                "env",
                                "QUADLET_UNIT_DIRS=" + units,
                                "/usr/lib/systemd/system-generators/podman-system-generator",
                                "--dryrun"),
                        Map.of("POSTERN_PODMAN_BIND", units.toString()),
                        "",
                        Duration.ofMinutes(1))
                .orFail()
                .out();
    }
}
