package dev.postern.provision.secret;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.secret.Secret;
import dev.postern.model.SecretSource;
import dev.postern.model.problem.Problems;
import dev.postern.model.tree.Node;
import dev.postern.model.tree.Trees;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Kubernetes Secrets in files: several documents, {@code List}s, {@code data} and {@code stringData}. */
final class KubernetesManifests {
    private final List<Problem> warnings;
    private final Map<Path, List<Node.Mapping>> secrets = new HashMap<>();

    KubernetesManifests(List<Problem> warnings) {
        this.warnings = warnings;
    }

    Secret value(SecretSource.KubernetesSecret source) {
        List<Node.Mapping> named = secrets.computeIfAbsent(source.manifest(), this::read).stream()
                .filter(secret -> text(secret, "metadata", "name").equals(Optional.of(source.name())))
                .toList();
        if (named.isEmpty()) {
            throw unusable(
                    source.manifest() + " has no Secret " + source.name(),
                    "check manifest and name; the kind is Secret");
        }
        String what = source.manifest() + ": the Secret " + source.name();
        List<Secret> values = new ArrayList<>();
        for (Node.Mapping secret : named) {
            value(secret, what, source.key())
                    .filter(value -> !values.contains(value))
                    .ifPresent(values::add);
        }
        if (values.isEmpty()) {
            throw unusable(what + " has no key " + source.key(), keys(named.getFirst()));
        }
        // one for each of two namespaces is usual; which of two different ones is meant, nobody has said
        if (values.size() > 1) {
            throw unusable(
                    what + " stands there " + named.size() + " times, with " + values.size() + " different values of "
                            + source.key(),
                    "keep one of them in this file, also if their namespaces differ");
        }
        return values.getFirst();
    }

    // as the API server does it: stringData is written over data
    private static Optional<Secret> value(Node.Mapping secret, String what, String key) {
        return text(secret, "stringData", key)
                .map(Secret::ofText)
                .or(() -> text(secret, "data", key).map(encoded -> decoded(what + ", key " + key, encoded)));
    }

    private List<Node.Mapping> read(Path file) {
        String text = new String(SecretFile.content(file, Trees.MOST_CHARACTERS), StandardCharsets.UTF_8);
        Problems problems = new Problems();
        List<Node> documents = Trees.read(file.toString(), text, problems);
        if (problems.count() > 0) {
            // what the parser says may quote the file, and with it a secret
            throw unusable(
                    file + " cannot be read as Kubernetes manifests, first in "
                            + problems.list()
                                    .getFirst()
                                    .place()
                                    .map(Object::toString)
                                    .orElse("line 1"),
                    "mend the line; `kubectl apply --dry-run=client -f` says more");
        }
        List<Node.Mapping> found = documents.stream()
                .flatMap(KubernetesManifests::items)
                .filter(mapping -> text(mapping, "kind").equals(Optional.of("Secret")))
                .toList();
        SecretFile.exposed(file)
                .filter(_ -> !found.isEmpty())
                .ifPresent(mode -> warnings.add(Problem.of(
                        ProvisionCode.SECRET_EXPOSED,
                        file + " holds Secrets and can be used by others: its mode is " + mode,
                        "chmod 600 " + file)));
        return found;
    }

    private static Stream<Node.Mapping> items(Node document) {
        if (!(document instanceof Node.Mapping mapping)) {
            return Stream.empty();
        }
        return mapping.value("items").orElse(mapping) instanceof Node.Items list
                ? list.items().stream().flatMap(KubernetesManifests::items)
                : Stream.of(mapping);
    }

    private static Optional<String> text(Node.Mapping from, String... path) {
        Optional<Node> at = Optional.of(from);
        for (String key : path) {
            at = at.flatMap(node -> node instanceof Node.Mapping mapping ? mapping.value(key) : Optional.empty());
        }
        return at.flatMap(node -> node instanceof Node.Scalar scalar && scalar.type() != Node.Type.NULL
                ? Optional.of(scalar.text())
                : Optional.empty());
    }

    private static Secret decoded(String what, String encoded) {
        try {
            // YAML may have folded it over several lines
            return Secret.of(Base64.getDecoder().decode(encoded.replaceAll("\\s", "")));
        } catch (IllegalArgumentException _) {
            throw unusable(what + " is not base64", "put plain text below stringData");
        }
    }

    private static String keys(Node.Mapping secret) {
        List<String> keys = Stream.of("data", "stringData")
                .flatMap(part -> secret.value(part).stream())
                .filter(Node.Mapping.class::isInstance)
                .map(Node.Mapping.class::cast)
                .flatMap(mapping -> mapping.entries().stream())
                .map(Node.Entry::key)
                .toList();
        return keys.isEmpty() ? "it has no keys at all" : "it has " + String.join(", ", keys);
    }

    private static ProvisionException unusable(String what, String fix) {
        return new ProvisionException(ProvisionCode.CREDENTIAL_UNUSABLE, what, fix);
    }
}
