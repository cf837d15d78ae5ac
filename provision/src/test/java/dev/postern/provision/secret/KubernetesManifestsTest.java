package dev.postern.provision.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.kernel.problem.Problem;
import dev.postern.model.SecretSource;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.testing.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubernetesManifestsTest {
    private static final String MANIFESTS = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: db}
            data: {password: not-this-one}
            ---
            apiVersion: v1
            kind: Secret
            metadata:
              name: db
            data:
              password: czNjcsOkdCE=
              folded: >-
                czNj
                csOkdCE=
              both: b2xk
              broken: "c3Nj!"
            stringData:
              plain: "12345"
              number: 12345
              both: new
            ---
            apiVersion: v1
            kind: List
            items:
              - kind: Secret
                metadata: {name: in-list}
                data: {password: bGlzdGVk}
              - kind: Secret
                metadata: {name: twice, namespace: a}
                stringData: {password: one}
              - kind: Secret
                metadata: {name: twice, namespace: b}
                stringData: {password: two}
              - kind: Secret
                metadata: {name: same, namespace: a}
                stringData: {password: same}
              - kind: Secret
                metadata: {name: same, namespace: b}
                data: {password: c2FtZQ==}
            """;

    private final List<Problem> warnings = new ArrayList<>();
    private final KubernetesManifests manifests = new KubernetesManifests(warnings);
    private final Path folder = TestFolder.fresh("manifests");

    @Test
    void bothKindsOfDataAreRead() throws IOException {
        Path file = write("secrets.yaml", MANIFESTS);
        assertThat(value(file, "db", "password")).isEqualTo("s3crät!");
        assertThat(value(file, "db", "folded")).isEqualTo("s3crät!");
        assertThat(value(file, "db", "plain")).isEqualTo("12345");
        assertThat(value(file, "db", "number")).isEqualTo("12345");
        assertThat(value(file, "db", "both")).isEqualTo("new");
        assertThat(value(file, "in-list", "password")).isEqualTo("listed");
        assertThat(warnings).isEmpty();
    }

    @Test
    void oneSecretInTwoNamespacesIsReadWhereBothAreTheSame() throws IOException {
        assertThat(value(write("secrets.yaml", MANIFESTS), "same", "password")).isEqualTo("same");
    }

    @Test
    void jsonAsKubectlPrintsItIsRead() throws IOException {
        Path file = write("secret.json", """
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db"}, "data": {"password": "bGlzdGVk"}}
                """);
        assertThat(value(file, "db", "password")).isEqualTo("listed");
    }

    @Test
    void whatIsMissingIsSaidWithWhatIsThere() throws IOException {
        Path file = write("secrets.yaml", MANIFESTS);
        refuses(file, "nobody", "password", "has no Secret nobody");
        refuses(file, "db", "pasword", "has no key pasword");
        refuses(file, "db", "pasword", "it has password, folded, both, broken, plain, number, both");
        refuses(file, "db", "broken", "key broken is not base64");
        refuses(file, "twice", "password", "stands there 2 times, with 2 different values of password");
        refuses(file, "same", "pasword", "has no key pasword");
    }

    @Test
    void textThatIsNoYamlIsNotQuoted() throws IOException {
        Path file = write("secrets.yaml", "kind: Secret\nstringData: {password: \"canary");
        assertThatThrownBy(() -> value(file, "db", "password"))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("secrets.yaml:2:")
                .hasMessageNotContaining("canary");
    }

    @Test
    void aManifestThatOthersCanReadIsAWarning() throws IOException {
        Path file = write("secrets.yaml", MANIFESTS);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(value(file, "db", "plain")).isEqualTo("12345");
        assertThat(value(file, "db", "number")).isEqualTo("12345");
        assertThat(warnings).hasSize(1);
        assertThat(warnings.getFirst().what()).contains("rw-r--r--");
    }

    private String value(Path file, String name, String key) {
        return manifests
                .value(new SecretSource.KubernetesSecret(file, name, key))
                .text();
    }

    private void refuses(Path file, String name, String key, String words) {
        assertThatThrownBy(() -> value(file, name, key))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining(words);
    }

    private Path write(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
