package dev.postern.provision.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Binding;
import dev.postern.model.ManifestReader;
import dev.postern.model.ManifestText;
import dev.postern.model.ResourceSet;
import dev.postern.provision.apply.ApplySettings;
import dev.postern.provision.deliver.NoPodman;
import dev.postern.provision.plan.Finding;
import dev.postern.provision.secret.SecretReader;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import dev.postern.testing.TestPostgres;
import dev.postern.testing.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stays when a declaration changes is found, and goes only when it is ours and somebody says so. */
@Tag("server")
final class LeftLoginsTest {
    private static final String IN_PLACE = "in-place";
    private static final String ALTERNATE = "alternate";

    private final Path folder = TestFolder.fresh("left");
    private final Binder binder = binder(ApplySettings.USUAL);
    private final Binder destroyer = binder(ApplySettings.USUAL.destroying());
    private Optional<TestPostgres> dirty = Optional.empty();

    @AfterEach
    void clean() throws SQLException {
        if (dirty.isPresent()) {
            dirty.get().execute("postgres", "DROP DATABASE IF EXISTS leftdb");
            for (String role : rows(
                    dirty.get(), "SELECT rolname FROM pg_roles WHERE rolname ~ '^left(db)?_' ORDER BY rolname DESC")) {
                dirty.get().execute("postgres", "DROP ROLE " + role);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void twoThatTookTurnsAreFoundAndDroppedWhenNobodyNeedsThem(PgVersion version) throws Exception {
        TestPostgres postgres = server(version);
        converges(declared(postgres, "", ALTERNATE));
        // looks the same, and is somebody's own
        postgres.execute("postgres", "CREATE ROLE left_read_a LOGIN; GRANT left_read TO left_read_a");
        ResourceSet inPlace = declared(postgres, ", login: true", IN_PLACE);

        BindReceipt first = destroyer.apply(inPlace, Binder.clusters(inPlace), BindProgress.SILENT);

        assertThat(first.problems()).isEmpty();
        assertThat(roles(postgres))
                .as("their consumer still had one of them when this began")
                .contains("left_app_a", "left_app_b");
        BindPlan plan = binder.plan(inPlace, Binder.clusters(inPlace));
        assertThat(plan.isEmpty()).isTrue();
        assertThat(findings(plan))
                .filteredOn(finding -> finding.what().startsWith("left_app_a and left_app_b log in for left_app"))
                .singleElement()
                .extracting(Finding::fix)
                .asString()
                .contains("apply --allow-destroy drops them");

        assertThat(destroyer
                        .apply(inPlace, Binder.clusters(inPlace), BindProgress.SILENT)
                        .problems())
                .isEmpty();
        assertThat(roles(postgres)).doesNotContain("left_app_a", "left_app_b").contains("left_app", "left_read_a");
        assertThat(findings(binder.plan(inPlace, Binder.clusters(inPlace))))
                .extracting(Finding::what)
                .noneMatch(what -> what.contains("log in for"));
    }

    @ParameterizedTest
    @EnumSource(names = {"V18"})
    void withoutABindingTheyMayBeAnotherFilesAndStay(PgVersion version) throws Exception {
        TestPostgres postgres = server(version);
        ResourceSet with = declared(postgres, "", ALTERNATE);
        converges(with);
        ResourceSet without = new ResourceSet(with.resources().stream()
                .filter(resource -> !(resource instanceof Binding))
                .toList());

        assertThat(findings(binder.plan(without, Binder.clusters(without))))
                .filteredOn(finding -> finding.what().startsWith("left_app_a and left_app_b log in for left_app"))
                .singleElement()
                .extracting(Finding::fix)
                .isEqualTo("if no Binding of other files has them either: DROP ROLE left_app_a, left_app_b");
        destroyer.apply(without, Binder.clusters(without), BindProgress.SILENT);
        assertThat(roles(postgres)).contains("left_app_a", "left_app_b");
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void whoLoggedInItselfBeforeIsFoundUntilItMayNot(PgVersion version) throws Exception {
        TestPostgres postgres = server(version);
        converges(declared(postgres, "", IN_PLACE));
        ResourceSet alternate = declared(postgres, "", ALTERNATE);
        converges(alternate);
        String sentence = "left_app may log in itself, beside left_app_a and left_app_b,"
                + " with the password that it had before";

        assertThat(findings(binder.plan(alternate, Binder.clusters(alternate))))
                .extracting(Finding::what)
                .contains(sentence);
        ResourceSet closed = declared(postgres, ", login: false", ALTERNATE);
        converges(closed);
        assertThat(findings(binder.plan(closed, Binder.clusters(closed))))
                .extracting(Finding::what)
                .doesNotContain(sentence);
        assertThat(rows(postgres, "SELECT rolname FROM pg_roles WHERE rolname = 'left_app' AND rolcanlogin"))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void rolesThatAreDeclaredNoMoreAreFoundAndDroppedWhenDeclaredAbsent(PgVersion version) throws Exception {
        TestPostgres postgres = server(version);
        converges(read(postgres, ", {name: left_migrator, profile: migrator}, {name: left_own, profile: service}", ""));
        ResourceSet fewer = read(postgres, "", "");

        List<Finding> findings = findings(binder.plan(fewer, Binder.clusters(fewer)));

        assertThat(findings)
                .extracting(Finding::what)
                .contains(
                        "left_migrator acts as left_owner in leftdb, as migrators that Postern makes do, and nobody has"
                                + " declared it (any more)",
                        "left_own may connect to leftdb, which Postern made, and nobody has declared that (any more)");
        assertThat(binder.plan(fewer, Binder.clusters(fewer)).isEmpty())
                .as("they are told, nothing is done")
                .isTrue();
        ResourceSet absent = read(
                postgres,
                ", {name: left_migrator, profile: migrator, ensure: absent},"
                        + " {name: left_own, profile: service, ensure: absent}",
                "");
        assertThat(destroyer
                        .apply(absent, Binder.clusters(absent), BindProgress.SILENT)
                        .problems())
                .isEmpty();
        assertThat(roles(postgres)).doesNotContain("left_migrator", "left_own");
        assertThat(findings(binder.plan(fewer, Binder.clusters(fewer))))
                .extracting(Finding::what)
                .noneMatch(what -> what.contains("any more"));
    }

    private TestPostgres server(PgVersion version) {
        TestPostgres postgres = TestServers.shared(version);
        dirty = Optional.of(postgres);
        return postgres;
    }

    private static Binder binder(ApplySettings settings) {
        return new Binder(new BindTools(
                SecretReader.filesOnly(),
                new NoPodman(),
                Optional.empty(),
                List.of(),
                settings,
                InstantSource.system(),
                new SecureRandom()));
    }

    private void converges(ResourceSet declared) {
        assertThat(binder.apply(declared, Binder.clusters(declared), BindProgress.SILENT)
                        .problems())
                .isEmpty();
        assertThat(binder.plan(declared, Binder.clusters(declared)).isEmpty()).isTrue();
    }

    private static List<Finding> findings(BindPlan plan) {
        return plan.servers().getFirst().plan().findings();
    }

    private static List<String> roles(TestPostgres postgres) throws SQLException {
        return rows(postgres, "SELECT rolname FROM pg_roles WHERE rolname ~ '^left(db)?_'");
    }

    private static List<String> rows(TestPostgres postgres, String query) throws SQLException {
        try (Connection connection = postgres.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> found = new java.util.ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private ResourceSet declared(TestPostgres postgres, String role, String rotation) throws IOException {
        return read(postgres, ", {name: left_app, profile: application" + role + "}", """
                ---
                {apiVersion: postern.dev/v1alpha1, kind: Binding, metadata: {name: left}, spec: {
                  database: leftdb, roles: {application: left_app}, consumer: libpq, auth: scram-sha-256,
                  sslmode: disable, deliver: [{directory: out}], rotation: %s}}
                """.formatted(rotation));
    }

    private ResourceSet read(TestPostgres postgres, String roles, String binding) throws IOException {
        Files.setPosixFilePermissions(
                Files.writeString(folder.resolve("admin"), postgres.password()),
                PosixFilePermissions.fromString("rw-------"));
        String text = """
                {apiVersion: postern.dev/v1alpha1, kind: Cluster, metadata: {name: c}, spec: {
                  engine: external, endpoints: {primary: "localhost:%d"}, tls: {sslmode: disable},
                  admin: {user: postgres, password: {file: admin}}}}
                ---
                {apiVersion: postern.dev/v1alpha1, kind: Database, metadata: {name: leftdb}, spec: {
                  cluster: c, owner: left_owner, roles: [{name: left_read, profile: reader}%s]}}
                """.formatted(postgres.port(), roles) + binding;
        return ManifestReader.readTexts(List.of(new ManifestText("test.yaml", folder, text)), ResourceSet.empty());
    }
}
