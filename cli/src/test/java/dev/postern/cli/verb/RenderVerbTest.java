package dev.postern.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.cli.fixture.Golden;
import dev.postern.cli.fixture.Typed;
import dev.postern.testing.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is rendered needs no server: these ports are nobody's. */
final class RenderVerbTest {
    private static final String APP = "canary-app-5f3a";
    private static final String MIGRATOR = "canary-migrator-77";

    private final Path folder = TestFolder.fresh("render");
    private final Path output = folder.resolve("output");

    @BeforeEach
    void secrets() throws IOException {
        secret("app", APP);
        secret("migrator", MIGRATOR + "\n");
    }

    @Test
    void givenPasswordsAreUsedAndNotShownUnlessAskedFor() throws IOException {
        String quadlet = quadlet();
        Typed.Result shown = run("render", "-f", quadlet);
        golden("render-quadlet", shown);
        golden("render-quadlet-json", run("render", "--json", quadlet));
        assertThat(shown.out() + shown.err()).doesNotContain(APP).doesNotContain(MIGRATOR);

        Typed.Result asked = run("render", "--show-passwords", quadlet);
        assertThat(asked.out()).contains(APP).contains(MIGRATOR);
        assertThat(asked.err()).contains("passwords are shown");
        assertThat(asked.out().replace(APP, "***").replace(MIGRATOR, "***")).isEqualTo(shown.out());
        assertThat(run("render", "--show-passwords", "--output", output.toString(), quadlet)
                        .code())
                .isEqualTo(2);
    }

    @Test
    void aFolderHasEveryFileWithItsModeAndPasswordsWhereTheyHaveToBe() throws IOException {
        Typed.Result written = run("render", "--output", output.toString(), helm());
        golden("render-output", written);
        assertThat(written.out() + written.err()).doesNotContain(APP).doesNotContain(MIGRATOR);
        assertThat(files())
                .containsExactly(
                        "rw------- .postern-render",
                        "rw------- fleet/manifests.yaml",
                        "rw-r--r-- fleet/pg_hba.lines",
                        "rw-r--r-- fleet/to-do.txt",
                        "rw-r--r-- fleet/values.yaml");
        assertThat(output.resolve("fleet/manifests.yaml"))
                .content()
                .contains("userPassword: " + APP)
                .contains("namespace: fleet-internal")
                .contains("migrationPassword: " + MIGRATOR);
        assertThat(output.resolve("fleet/values.yaml")).content().doesNotContain("canary");
        assertThat(output.resolve(".postern-render")).content().doesNotContain("canary");
        // what we wrote can be a source: two namespaces, one password
        String file = write(
                "again.yaml",
                Files.readString(Path.of(helm()))
                        .replace(
                                "{file: app}",
                                "{secretKeyRef: {manifest: output/fleet/manifests.yaml,"
                                        + " name: flightctl-db-app-secret, key: userPassword}}"));
        assertThat(run("render", "--show-passwords", file).out()).contains(APP);
    }

    @Test
    void whatRenderDidNotWriteIsNotReplaced() throws IOException {
        assertThat(run("render", "--output", output.toString(), quadlet()).code())
                .isZero();
        assertThat(output.resolve("fleet/etc/containers/systemd/flightctl-api.container.d/50-postern.conf"))
                .hasContent("[Container]\nEnvironment=DB_USER=fleet_app");
        secret("app", "another-canary");
        assertThat(run("render", "--output", output.toString(), quadlet()).code())
                .isZero();
        Path app = output.resolve("fleet/podman-secrets/flightctl-postgresql-user-password");
        assertThat(app).hasContent("another-canary");

        Files.writeString(app, "somebody's own");
        Files.writeString(output.resolve("mine.txt"), "mine");
        secret("app", "third-canary");
        secret("migrator", "third-migrator");
        Typed.Result changed = run("render", "--output", output.toString(), quadlet());
        assertThat(changed.code()).isEqualTo(1);
        assertThat(changed.err()).contains(app + " was changed after render had written it, so nothing is written");
        assertThat(app).hasContent("somebody's own");
        assertThat(output.resolve("fleet/podman-secrets/flightctl-postgresql-migrator-password"))
                .hasContent(MIGRATOR);

        Files.delete(app);
        assertThat(run("render", "--output", output.toString(), quadlet()).code())
                .isZero();
        assertThat(app).hasContent("third-canary");
        assertThat(output.resolve("mine.txt")).hasContent("mine");
        // what is not rendered any more goes, if it is as we left it
        assertThat(run("render", "--output", output.toString(), helm()).code()).isZero();
        assertThat(app).doesNotExist();
        assertThat(output.resolve("mine.txt")).hasContent("mine");
    }

    @Test
    void aFolderOfSomebodyElseIsLeftAlone() throws IOException {
        Path theirs = Files.createDirectories(output.resolve("fleet")).resolve("values.yaml");
        Files.writeString(theirs, "theirs: 1\n");
        Typed.Result refused = run("render", "--output", output.toString(), helm());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains(theirs + " is there and was not written by render");
        assertThat(theirs).hasContent("theirs: 1");
        assertThat(files()).containsExactly("rw-r--r-- fleet/values.yaml");

        Files.delete(theirs);
        Files.createSymbolicLink(theirs, folder.resolve("elsewhere"));
        assertThat(run("render", "--output", output.toString(), helm()).err()).contains(theirs + " is no file");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void whatIsNotKnownIsSaidAndNothingIsWritten() throws IOException {
        String made = write("made.yaml", declared("generation: helm", ""));
        Typed.Result shown = run("render", made);
        assertThat(shown.code()).isZero();
        assertThat(shown.out()).contains("the password of fleet_app is neither given nor delivered");
        Typed.Result refused = run("render", "--output", output.toString(), made);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .contains("Binding fleet: manifests.yaml needs a password that is neither given nor delivered");
        assertThat(output).doesNotExist();

        Files.delete(folder.resolve("app"));
        Typed.Result lost = run("render", quadlet());
        assertThat(lost.code()).isEqualTo(1);
        assertThat(lost.err())
                .contains("Binding fleet: the password of fleet_app")
                .contains("no such file");
        assertThat(run("render").err()).contains("no file is named");
    }

    @Test
    void placeholdersOfOtherToolsAreWrittenAsTheyAre() throws IOException {
        String file = write("placeholder.yaml", declared("generation: helm", """
                        application: {password: {reference: "<path:secret/data/db#app>"}},
                        migration: {password: {value: canary-literal}}"""));
        Typed.Result written = run("render", "--output", output.toString(), file);
        assertThat(written.code()).as(written.err()).isZero();
        assertThat(written.err())
                .contains("it stands in the declaration itself")
                .doesNotContain("canary");
        assertThat(output.resolve("fleet/manifests.yaml"))
                .content()
                .contains("<path:secret/data/db#app>")
                .contains("canary-literal");
    }

    private String quadlet() throws IOException {
        return write("quadlet.yaml", declared("generation: quadlet", given()));
    }

    private String helm() throws IOException {
        return write("helm.yaml", declared("generation: helm, internalNamespace: fleet-internal", given()));
    }

    private static String given() {
        return "application: {password: {file: app}}, migration: {password: {file: migrator}}";
    }

    private static String declared(String options, String credentials) {
        return """
                {apiVersion: postern.dev/v1alpha1, kind: Cluster, metadata: {name: pg1}, spec: {
                  engine: external, endpoints: {primary: "localhost:1"}, tls: {sslmode: require}}}
                ---
                {apiVersion: postern.dev/v1alpha1, kind: Database, metadata: {name: fleet}, spec: {
                  cluster: pg1, owner: fleet_owner,
                  roles: [{name: fleet_app, profile: application}, {name: fleet_migrator, profile: migrator}]}}
                ---
                {apiVersion: postern.dev/v1alpha1, kind: Binding, metadata: {name: fleet}, spec: {
                  consumer: flight-control, database: fleet, auth: scram-sha-256, sslmode: require,
                  roles: {application: fleet_app, migration: fleet_migrator},
                  options: {%s}, credentials: {%s}}}
                """.formatted(options, credentials);
    }

    private Typed.Result run(String... words) {
        return new Typed(folder).run(words);
    }

    private void golden(String name, Typed.Result result) {
        String all = result.out() + (result.err().isEmpty() ? "" : "---- standard error\n" + result.err());
        Golden.check(name + ".txt", "exit " + result.code() + "\n" + all.replace(folder.toString(), "/FOLDER"));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(output)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> {
                        try {
                            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) + " "
                                    + output.relativize(file);
                        } catch (IOException failure) {
                            throw new AssertionError(failure);
                        }
                    })
                    .sorted(Comparator.comparing(line -> line.substring(10)))
                    .toList();
        }
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private void secret(String name, String text) throws IOException {
        Files.setPosixFilePermissions(
                Files.writeString(folder.resolve(name), text), PosixFilePermissions.fromString("rw-------"));
    }
}
