package dev.postern.provision.secret;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.SecretSource;
import dev.postern.model.problem.Problems;
import dev.postern.model.tree.Node;
import dev.postern.model.tree.Trees;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Secrets of Vault's key-value engines, version 1 and 2, by its HTTP API. Address, token, namespace and authorities come
 * from Vault's own environment variables, so that what works with {@code vault kv get} works here.
 */
final class Vault {
    private final Map<String, String> environment;
    private final VaultHttp http;
    private final Map<String, Node.Mapping> read = new HashMap<>();

    Vault(Map<String, String> environment, VaultHttp http) {
        this.environment = environment;
        this.http = http;
    }

    Secret value(SecretSource.Vault source) {
        Node.Mapping secret = read.get(source.path());
        if (secret == null) {
            secret = ask(source.path());
            read.put(source.path(), secret);
        }
        Optional<Node> value = secret.value(source.key());
        if (value.orElse(null) instanceof Node.Scalar scalar && scalar.type() != Node.Type.NULL) {
            return Secret.ofText(scalar.text());
        }
        String keys = secret.entries().stream().map(Node.Entry::key).collect(Collectors.joining(", "));
        throw new ProvisionException(
                ProvisionCode.CREDENTIAL_UNUSABLE,
                "Vault's " + source.path() + (value.isPresent() ? " has something else than text in " : " has no key ")
                        + source.key(),
                keys.isEmpty() ? "it has no keys at all" : "it has " + keys);
    }

    private Node.Mapping ask(String path) {
        URI address = address(path);
        VaultHttp.Answer answer;
        try {
            answer = http.get(address, headers(), variable("VAULT_CACERT").map(Path::of));
        } catch (IOException failure) {
            throw unusable(
                    "Vault at " + address.getScheme() + "://" + address.getAuthority() + " does not answer: "
                            + failure.getClass().getSimpleName() + " " + failure.getMessage(),
                    "check VAULT_ADDR, VAULT_CACERT and the network",
                    failure);
        }
        if (answer.status() != 200) {
            throw refused(path, answer.status());
        }
        return secret(path, answer.body());
    }

    private URI address(String path) {
        String base = variable("VAULT_ADDR")
                .orElseThrow(() -> new ProvisionException(
                        ProvisionCode.CREDENTIAL_UNUSABLE,
                        "Vault's " + path + " is wanted, and VAULT_ADDR is not set",
                        "export VAULT_ADDR=https://HOST:8200"));
        try {
            URI at = new URI(base);
            if (at.getHost() == null || !List.of("https", "http").contains(String.valueOf(at.getScheme()))) {
                throw new URISyntaxException(base, "no https://HOST:PORT");
            }
            String clean = path.replaceFirst("^/+", "").replaceFirst("^v1/", "");
            return new URI(at.getScheme(), null, at.getHost(), at.getPort(), "/v1/" + clean, null, null);
        } catch (URISyntaxException _) {
            throw new ProvisionException(
                    ProvisionCode.CREDENTIAL_UNUSABLE,
                    "VAULT_ADDR is not the address of a Vault",
                    "export VAULT_ADDR=https://HOST:8200");
        }
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>(Map.of("X-Vault-Request", "true"));
        headers.put(
                "X-Vault-Token",
                variable("VAULT_TOKEN")
                        .orElseThrow(() -> new ProvisionException(
                                ProvisionCode.CREDENTIAL_UNUSABLE,
                                "VAULT_TOKEN is not set",
                                "export VAULT_TOKEN, for example from `vault print token`")));
        variable("VAULT_NAMESPACE").ifPresent(namespace -> headers.put("X-Vault-Namespace", namespace));
        return headers;
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static ProvisionException refused(String path, int status) {
        return switch (status) {
            case 403 ->
                unusable(
                        "Vault refuses to show " + path + " (403): the token is not valid or may not read it",
                        "log in again, or give its policy `read` on " + path);
            case 404 ->
                unusable(
                        "Vault has nothing at " + path + " (404)",
                        path.contains("/data/")
                                ? "check the path and VAULT_NAMESPACE; the newest version may be deleted"
                                : "check the path and VAULT_NAMESPACE; with version 2 of the engine, `data/` follows"
                                        + " the mount: secret/data/NAME");
            case 503 -> unusable("Vault is sealed or being maintained (503)", "vault operator unseal");
            case 429, 472, 473 ->
                unusable(
                        "this Vault is a standby that does not answer (" + status + ")",
                        "let VAULT_ADDR name the active one");
            default ->
                unusable(
                        "Vault answers " + path + " with status " + status,
                        "ask Vault's log why; `vault status` shows more");
        };
    }

    /** The body is not quoted in problems, whatever is wrong with it. */
    private static Node.Mapping secret(String path, Secret body) {
        Problems problems = new Problems();
        List<Node> documents = Trees.read("vault.json", body.text(), problems);
        Optional<Node.Mapping> data = problems.count() > 0 || documents.size() != 1
                ? Optional.empty()
                : mapping(Optional.of(documents.getFirst())).flatMap(answer -> mapping(answer.value("data")));
        Node.Mapping first = data.orElseThrow(() -> unusable(
                "what answers for Vault at " + path + " does not speak its API", "check VAULT_ADDR and the path"));
        Optional<Node.Mapping> versioned = mapping(first.value("metadata"))
                .filter(metadata -> metadata.value("version").isPresent())
                .flatMap(_ -> mapping(first.value("data")));
        return versioned.orElse(first);
    }

    private static Optional<Node.Mapping> mapping(Optional<Node> node) {
        return node.filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast);
    }

    private static ProvisionException unusable(String what, String fix) {
        return new ProvisionException(ProvisionCode.SECRET_STORE_UNUSABLE, what, fix);
    }

    private static ProvisionException unusable(String what, String fix, IOException failure) {
        return new ProvisionException(ProvisionCode.SECRET_STORE_UNUSABLE, what, fix, failure);
    }
}
