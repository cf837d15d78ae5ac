package dev.postern.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.cli.fixture.Golden;
import dev.postern.cli.fixture.Typed;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has made several mistakes hears of all of them at once, and no server does. */
final class AllMistakesTest {
    private static final String WORDS = """
            apiVersion: postern.dev/v1alpha1
            kind: Database
            metadata: {name: words}
            spec:
              cluster: pg1
              ownr: words_owner
              roles:
                - {name: words_app, profile: aplication}
            ---
            apiVersion: postern.dev/v1alpha1
            kind: Binding
            metadata: {name: words}
            spec: {consumer: libpq, database: words, auth: scram, roles: {application: words_app}}
            """;

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void secrets() throws IOException {
        secret("admin", "only for tests", "rw-------");
        secret("open", "only for tests", "rw-r--r--");
        write("taken", "a file where a folder is declared\n");
    }

    @Test
    void oneRoundTellsOfEveryFile() throws IOException {
        Path files = Files.createDirectory(folder.resolve("files"));
        Files.writeString(
                files.resolve("1-syntax.yaml"),
                "apiVersion: postern.dev/v1alpha1\nkind: Database\nmetadata: {name: [\n");
        Files.writeString(files.resolve("2-words.yaml"), WORDS);
        Files.writeString(files.resolve("3-others.yaml"), cluster(1) + """
                ---
                apiVersion: postern.dev/v1alpha1
                kind: Database
                metadata: {name: shop}
                spec:
                  cluster: pg1
                  owner: shop_owner
                  roles:
                    - {name: shop_app, profile: application}
                    - {name: shop_read, profile: reader}
                    - {name: shop_migrator, profile: migrator}
                ---
                apiVersion: postern.dev/v1alpha1
                kind: Binding
                metadata: {name: shop}
                spec:
                  consumer: libpq
                  database: shop
                  auth: scram-sha-256
                  roles: {application: shop_app, reader: shop_read, migration: shop_migratr}
                  credentials:
                    application: {password: {file: ../missing}}
                    reader: {password: {env: NOT_SET_HERE}}
                    migration: {password: {file: ../open}}
                  deliver:
                    - directory: ../taken
                ---
                apiVersion: postern.dev/v1alpha1
                kind: Binding
                metadata: {name: certificates}
                spec:
                  consumer: libpq
                  database: shop
                  auth: cert
                  roles: {application: shop_app}
                  credentials:
                    application: {sslcert: {file: ../client.crt}, sslkey: {file: ../client.key}}
                """);

        Typed.Result plan = run("plan", "--direct", files.toString());
        golden("all-mistakes", plan);
        assertThat(run("apply", "--direct", files.toString())).isEqualTo(plan);

        Typed.Result missing = run("apply", "--direct", files.toString(), folder.resolve("none.yaml") + "");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err())
                .contains("none.yaml does not exist", "NOT_SET_HERE", "\"aplication\"")
                .as("what may be declared in the file that is missing is not missed")
                .doesNotContain("declares no role");
    }

    @Test
    void nobodyIsConnectedToBeforeSecretsAndFoldersAreInOrder() throws IOException {
        try (ServerSocket server = new ServerSocket(0)) {
            server.setSoTimeout(1);
            String declared = cluster(server.getLocalPort()) + """
                    ---
                    {apiVersion: postern.dev/v1alpha1, kind: Database, metadata: {name: shop}, spec: {cluster: pg1,
                      owner: shop_owner, roles: [{name: shop_app, profile: application}]}}
                    ---
                    {apiVersion: postern.dev/v1alpha1, kind: Binding, metadata: {name: shop}, spec: {database: shop,
                      consumer: teleport, auth: cert, roles: {application: shop_app},
                      options: {dbClientCa: /does/not/exist},
                      deliver: [{kubernetesManifest: ../taken/x.yaml}]}}
                    """;
            Path files = Files.createDirectory(folder.resolve("files"));
            Files.writeString(files.resolve("shop.yaml"), declared);

            golden("all-mistakes-of-files", run("apply", "--direct", files.toString()));
            org.assertj.core.api.Assertions.assertThatThrownBy(server::accept)
                    .as("nobody has connected")
                    .isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    private static String cluster(int port) {
        return """
                apiVersion: postern.dev/v1alpha1
                kind: Cluster
                metadata: {name: pg1}
                spec:
                  engine: external
                  endpoints: {primary: "localhost:%d"}
                  tls: {sslmode: verify-full, sslrootcert: {file: ../ca.crt}}
                  admin: {user: postgres, password: {file: ../admins}}
                """.formatted(port);
    }

    private Typed.Result run(String... words) {
        return new Typed(folder)
                .with("POSTERN_HOME", folder.resolve("home").toString())
                .run(words);
    }

    private void golden(String name, Typed.Result result) {
        Golden.check(
                name + ".txt",
                "exit " + result.code() + "\n" + result.out() + "---- standard error\n"
                        + result.err().replace(folder.toString(), "/FOLDER"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private void secret(String name, String text, String mode) throws IOException {
        write(name, text);
        Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString(mode));
    }
}
