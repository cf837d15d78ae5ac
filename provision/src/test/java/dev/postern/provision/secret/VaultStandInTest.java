package dev.postern.provision.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.model.SecretSource;
import dev.postern.pki.x509.Pem;
import dev.postern.provision.fixture.TestAuthority;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.testing.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a stand-in that speaks Vault's HTTP API, not against Vault. */
class VaultStandInTest {
    private static final String CANARY = "canary-77ab";
    private static final String VERSION_2 = "{\"request_id\":\"r\",\"data\":{\"data\":{\"password\":\"" + CANARY
            + "\",\"port\":5432,\"nested\":{\"a\":\"b\"}},\"metadata\":{\"version\":3,\"destroyed\":false}}}";

    private VaultStandIn vault;

    @BeforeEach
    void start() throws IOException {
        vault = VaultStandIn.plain();
    }

    @AfterEach
    void stop() {
        vault.close();
    }

    @Test
    void theStandInIsReadByVersion2() {
        vault.has("secret/data/db", 200, VERSION_2);
        assertThat(read("secret/data/db", "password")).isEqualTo(CANARY);
        assertThat(read("/v1/secret/data/db", "port")).isEqualTo("5432");
    }

    @Test
    void theStandInIsReadByVersion1() {
        vault.has(
                "kv/db", 200, "{\"lease_duration\":2764800,\"data\":{\"password\":\"" + CANARY + "\",\"data\":\"x\"}}");
        assertThat(read("kv/db", "password")).isEqualTo(CANARY);
        assertThat(read("kv/db", "data")).isEqualTo("x");
    }

    @Test
    void theStandInIsAskedOnceForTwoKeysAndInTheNamespace() {
        vault.has("secret/data/db", 200, VERSION_2);
        Map<String, String> environment = environment();
        environment.put("VAULT_NAMESPACE", "team-a/");
        reader(environment)
                .readAll(Map.of(
                        "a", new SecretSource.Vault("secret/data/db", "password"),
                        "b", new SecretSource.Vault("secret/data/db", "port")));
        assertThat(vault.asked).containsExactly("GET /v1/secret/data/db team-a/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | {\"errors\":[\"permission denied canary-77ab\"]} | (403)",
                "404 | {\"errors\":[]} | (404)",
                "404 | {\"data\":{\"data\":null,\"metadata\":{\"deletion_time\":\"x\"}}} | may be deleted",
                "503 | {\"errors\":[\"Vault is sealed\"]} | vault operator unseal",
                "429 | {} | standby",
                "473 | {} | standby",
                "500 | {\"errors\":[\"canary-77ab\"]} | status 500",
                "200 | <html>canary-77ab</html> | does not speak its API",
                "200 | {\"data\":\"canary-77ab\"} | does not speak its API",
            })
    void whatTheStandInRefusesIsSaidWithoutItsBody(int status, String body, String words) {
        vault.has("secret/data/db", status, body);
        refuses(environment(), "secret/data/db", "password", words);
    }

    @Test
    void keysAndPathsOfTheStandInThatAreMissingAreSaid() {
        vault.has("secret/data/db", 200, VERSION_2);
        refuses(environment(), "secret/data/db", "pasword", "has no key pasword");
        refuses(environment(), "secret/data/db", "nested", "something else than text in nested");
        refuses(environment(), "secret/db", "password", "secret/data/NAME");
    }

    @Test
    void settingsThatAreMissingOrWrongAreSaid() {
        refuses(Map.of("VAULT_TOKEN", "x"), "secret/data/db", "password", "VAULT_ADDR is not set");
        refuses(Map.of("VAULT_ADDR", address()), "secret/data/db", "password", "VAULT_TOKEN is not set");
        refuses(Map.of("VAULT_ADDR", "vault.example.com"), "secret/data/db", "password", "not the address of a Vault");
        refuses(
                Map.of("VAULT_ADDR", address(), "VAULT_TOKEN", "hvs.wrong-token"),
                "secret/data/db",
                "password",
                "the token is not valid");
        int port = vault.port();
        vault.close();
        refuses(environment(), "secret/data/db", "password", "Vault at http://localhost:" + port + " does not answer");
    }

    @Test
    void theStandInsCertificateIsVerified() throws IOException, GeneralSecurityException {
        TestAuthority authority = new TestAuthority("Vault's authority");
        Path folder = TestFolder.fresh("vault");
        Path anchors = Files.writeString(folder.resolve("ca.pem"), Pem.write(authority.root()));
        Path others = Files.writeString(folder.resolve("others.pem"), Pem.write(new TestAuthority("Others").root()));
        try (VaultStandIn tls = VaultStandIn.overTls(authority)) {
            tls.has("secret/data/db", 200, VERSION_2);
            Map<String, String> environment = environment();
            environment.put("VAULT_ADDR", "https://localhost:" + tls.port());
            refuses(environment, "secret/data/db", "password", "does not answer");
            environment.put("VAULT_CACERT", others.toString());
            refuses(environment, "secret/data/db", "password", "does not answer");
            environment.put("VAULT_CACERT", anchors.toString());
            assertThat(reader(environment)
                            .read("x", new SecretSource.Vault("secret/data/db", "password"))
                            .text())
                    .isEqualTo(CANARY);
            environment.put("VAULT_CACERT", folder.resolve("nowhere").toString());
            refuses(environment, "secret/data/db", "password", "nowhere");
        }
    }

    private String address() {
        return "http://localhost:" + vault.port();
    }

    private Map<String, String> environment() {
        return new HashMap<>(Map.of("VAULT_ADDR", address(), "VAULT_TOKEN", VaultStandIn.TOKEN));
    }

    private String read(String path, String key) {
        return reader(environment())
                .read("x", new SecretSource.Vault(path, key))
                .text();
    }

    private static void refuses(Map<String, String> environment, String path, String key, String words) {
        assertThatThrownBy(() -> reader(environment).read("x", new SecretSource.Vault(path, key)))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining(words)
                .hasMessageNotContainingAny(CANARY, VaultStandIn.TOKEN, "hvs.wrong-token");
    }

    private static SecretReader reader(Map<String, String> environment) {
        return new SecretReader(
                environment,
                (_, _) -> {
                    throw new IOException("no programs here");
                },
                new VaultClient(Duration.ofSeconds(10)));
    }
}
