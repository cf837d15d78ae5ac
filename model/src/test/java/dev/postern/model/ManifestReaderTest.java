package dev.postern.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.postern.model.problem.ManifestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is accepted, and that every problem of every file comes at once, in reading order. */
class ManifestReaderTest {
    static final String ORDERS = """
            apiVersion: postern.dev/v1alpha1
            kind: Cluster
            metadata: {name: orders, labels: {stage: prod, team: edge}}
            spec:
              engine: external
              endpoints: {primary: "pg1.example.com:5432"}
              tls: {sslmode: verify-full, sslrootcert: {file: ca.crt}}
              admin: {user: postgres, password: {file: /run/secrets/admin}}
            ---
            apiVersion: postern.dev/v1alpha1
            kind: Database
            metadata: {name: flightctl}
            spec:
              cluster: orders
              requires: {extensions: [pg_trgm]}
              owner: flightctl_owner
              roles:
                - {name: flightctl_migrator, profile: migrator}
                - {name: flightctl_app, profile: application, connectionLimit: 420}
                - {name: flightctl_read, profile: reader, login: false}
            ---
            apiVersion: postern.dev/v1alpha1
            kind: Binding
            metadata: {name: flightctl}
            spec:
              consumer: libpq
              database: flightctl
              roles: {application: flightctl_app, migration: flightctl_migrator}
              auth: cert
              sslmode: verify-full
              deliver: [{directory: pki/db}]
            ---
            apiVersion: postern.dev/v1alpha1
            kind: AccessRule
            metadata: {name: edge-developers}
            spec:
              allow: {subjects: ["user:alice"], clusters: {labels: {team: edge}}, databases: [flightctl], roles: [flightctl_read]}
              session: {maxTtl: 8h}
            """;

    @TempDir
    private Path folder;

    @Test
    void theWholeOfItIsBound() {
        ResourceSet set = read(ORDERS);
        assertThat(set.cluster("orders"))
                .contains(new Cluster(
                        new Metadata("orders", Map.of("stage", "prod", "team", "edge")),
                        Cluster.Engine.EXTERNAL,
                        new HostPort("pg1.example.com", 5432),
                        List.of(),
                        Cluster.Tls.verifyFull(Path.of("/etc/postern/ca.crt")),
                        Optional.of(new Cluster.Admin(
                                "postgres",
                                "postgres",
                                new Cluster.AdminCredential.Password(
                                        new SecretSource.File(Path.of("/run/secrets/admin")))))));
        assertThat(set.database("flightctl"))
                .contains(Database.of(
                        new Metadata("flightctl", Map.of()),
                        "orders",
                        "flightctl",
                        "flightctl_owner",
                        List.of("pg_trgm"),
                        List.of(
                                DatabaseRole.of("flightctl_migrator", DatabaseRole.Profile.MIGRATOR),
                                DatabaseRole.of("flightctl_app", DatabaseRole.Profile.APPLICATION)
                                        .withConnectionLimit(420),
                                DatabaseRole.of("flightctl_read", DatabaseRole.Profile.READER)
                                        .withLogin(false))));
        assertThat(set.binding("flightctl").orElseThrow().directories())
                .containsExactly(Path.of("/etc/postern/pki/db"));
        AccessRule rule = set.rule("edge-developers").orElseThrow();
        assertThat(rule.effect()).isEqualTo(AccessRule.Effect.ALLOW);
        assertThat(rule.match().clusters().labels()).isEqualTo(Map.of("team", List.of("edge")));
        assertThat(rule.session().maxTtl()).contains(Duration.ofHours(8));
    }

    @Test
    void everyProblemOfEveryFileComesAtOnceInReadingOrder() throws IOException {
        Path first = write("a.yaml", """
                apiVersion: postern.dev/v1alpha1
                kind: Cluster
                metadata: {name: Orders}
                spec:
                  engine: external
                  endpoints: {primary: pg1}
                  tls: {sslmod: verify-full, sslrootcert: {file: ca.crt}}
                """);
        Path second = write("b.yaml", """
                apiVersion: postern.dev/v1alpha1
                kind: Databse
                metadata: {name: x}
                spec: {}
                ---
                apiVersion: postern.dev/v1alpha1
                kind: Database
                metadata: {name: y}
                spec: {cluster: nowhere, owner: "y_owner"}
                ---
                apiVersion: postern.dev/v1alpha1
                kind: AccessRule
                \tmetadata: {name: z}
                """);
        ManifestException refused = catchThrowableOfType(
                ManifestException.class,
                () -> ManifestReader.readFiles(
                        List.of(first, folder.resolve("missing.yaml"), second), ResourceSet.empty()));
        assertThat(refused.problems().stream()
                        .map(p -> p.place()
                                        .orElseThrow()
                                        .toString()
                                        .substring(folder.toString().length() + 1) + " "
                                + p.code().name()))
                .containsExactly(
                        "missing.yaml:1:1 UNREADABLE",
                        "a.yaml:3:18 BAD_VALUE",
                        "a.yaml:6:24 BAD_VALUE",
                        "a.yaml:7:9 UNKNOWN_KEY",
                        "b.yaml:2:7 UNKNOWN_KIND",
                        "b.yaml:9:17 UNRESOLVED",
                        "b.yaml:13:1 SYNTAX");
        assertThat(refused.getMessage())
                .contains("spec.tls has no field \"sslmod\"; did you mean \"sslmode\"?")
                .contains("kind \"Databse\" is not known; did you mean \"Database\"?")
                .contains("indent with spaces");
    }

    @Test
    void whatIsAppliedSatisfiesReferences() {
        ResourceSet applied = read(ORDERS);
        String binding = """
                apiVersion: postern.dev/v1alpha1
                kind: Binding
                metadata: {name: second}
                spec: {consumer: jdbc, database: flightctl, roles: {application: flightctl_app}}
                """;
        assertThat(ManifestReader.readTexts(List.of(text(binding)), applied).bindings())
                .hasSize(1);
        assertThat(catchThrowableOfType(
                        ManifestException.class,
                        () -> ManifestReader.readTexts(List.of(text(binding)), ResourceSet.empty())))
                .hasMessageContaining("there is no Database \"flightctl\"");
    }

    @Test
    void redeclaringWhatIsAppliedIsAChange() {
        ResourceSet applied = read(ORDERS);
        ResourceSet again = ManifestReader.readTexts(List.of(text(ORDERS.replace("420", "10"))), applied);
        assertThat(applied.overlaidWith(again)).isEqualTo(again);
    }

    @Test
    void aFolderStandsForItsManifests() throws IOException {
        write("b.yml", ORDERS.substring(ORDERS.indexOf("---")));
        write("a.yaml", ORDERS.substring(0, ORDERS.indexOf("---")));
        write(".hidden.yaml", "nonsense: [");
        write("README.md", "no manifest");
        assertThat(ManifestReader.readFiles(List.of(folder), ResourceSet.empty())
                        .resources())
                .hasSize(4)
                .first()
                .isInstanceOfSatisfying(
                        Cluster.class,
                        cluster -> assertThat(cluster.tls().sslrootcert()).contains(folder.resolve("ca.crt")));
    }

    @Test
    void jsonIsReadAsJson() throws IOException {
        Path file = write("a.json", "\uFEFF" + """
                {\t"apiVersion": "postern.dev/v1alpha1",
                \t"kind": "Cluster", "metadata": {"name": "orders\\u0031"},
                \t"spec": {"engine": "external", "endpoints": {"primary": "a:1", "primary": "b:2"},
                \t\t"tls": {"sslrootcert": {"file": "ca.crt"}}}}
                """);
        ManifestException refused = catchThrowableOfType(
                ManifestException.class, () -> ManifestReader.readFiles(List.of(file), ResourceSet.empty()));
        assertThat(refused.problems()).hasSize(1);
        assertThat(refused.first().render()).contains("a.json:3:").contains("\"primary\" stands here a second time");
    }

    @Test
    void brokenJsonIsRefusedWithoutRepeatingIt() throws IOException {
        for (String broken : List.of("{\"password\": \"canary", "{\"a\": canary}", "{canary: 1}", "{\"a\": 1,}", "[")) {
            Path file = write("broken.json", broken);
            ManifestException refused = catchThrowableOfType(
                    ManifestException.class, () -> ManifestReader.readFiles(List.of(file), ResourceSet.empty()));
            assertThat(refused.problems()).as(broken).hasSize(1);
            assertThat(refused.getMessage())
                    .contains("broken.json:1:")
                    .contains("this is not JSON")
                    .doesNotContain("canary");
        }
        Path deep = write("deep.json", "[".repeat(100_000));
        assertThat(catchThrowableOfType(
                        ManifestException.class, () -> ManifestReader.readFiles(List.of(deep), ResourceSet.empty())))
                .hasMessageContaining("more than 32 levels inside each other");
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        Path file = folder.resolve("utf16.yaml");
        Files.write(file, ORDERS.getBytes(StandardCharsets.UTF_16));
        assertThat(catchThrowableOfType(
                        ManifestException.class, () -> ManifestReader.readFiles(List.of(file), ResourceSet.empty())))
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void emptyDocumentsAreSkippedAndEmptyFilesAreNot() {
        assertThat(read("---\n---\n" + ORDERS + "---\n# nothing\n").resources()).hasSize(4);
        assertThat(catchThrowableOfType(ManifestException.class, () -> read("# nothing\n")))
                .hasMessageContaining("nothing is declared here");
        assertThat(ManifestReader.readTexts(List.of(), ResourceSet.empty()).resources())
                .isEmpty();
    }

    @Test
    void anchorsMayBeUsed() {
        String shared = ORDERS.replace("labels: {stage: prod, team: edge}", "labels: {stage: &s prod, team: *s}");
        assertThat(read(shared).cluster("orders").orElseThrow().metadata().labels())
                .isEqualTo(Map.of("stage", "prod", "team", "prod"));
    }

    static ResourceSet read(String yaml) {
        return ManifestReader.readTexts(List.of(text(yaml)), ResourceSet.empty());
    }

    private static ManifestText text(String yaml) {
        return new ManifestText("orders.yaml", Path.of("/etc/postern"), yaml);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
