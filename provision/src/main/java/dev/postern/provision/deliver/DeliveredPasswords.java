package dev.postern.provision.deliver;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.Binding;
import dev.postern.model.Binding.Delivery;
import dev.postern.model.problem.Problems;
import dev.postern.model.tree.Node;
import dev.postern.model.tree.Trees;
import dev.postern.provision.consumer.Content;
import dev.postern.provision.consumer.Contract;
import dev.postern.provision.consumer.KubernetesYaml;
import dev.postern.provision.consumer.Login;
import dev.postern.provision.consumer.Password;
import dev.postern.provision.consumer.Rendering;
import dev.postern.provision.secret.PodmanSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Passwords that lie where they were delivered. Where one stands in a text is found by writing the same text with a word
 * that cannot be there by chance. Only passwords of letters, digits, hyphens and underscores are found inside of texts, as
 * ours are: nothing escapes those.
 */
final class DeliveredPasswords {
    private static final String MARK = "cH4aRmAkHeReIsThEpAsSwOrDoFtHiSo";
    /** So much of the line before the password has to be the same; more may have changed, such as the host. */
    private static final int BEFORE = 6;

    /** What a GitOps tool has not replaced yet is no password. */
    private static final Pattern PLACEHOLDER = Pattern.compile("<[^<>]+>");

    private final Order order;
    private final PodmanSecrets podman;

    DeliveredPasswords(Order order, PodmanSecrets podman) {
        this.order = order;
        this.podman = podman;
    }

    /** By purpose, with the password and with the login that is in use; those that are not there are missing. */
    SortedMap<String, Login> found() {
        SortedMap<String, Login> found = new TreeMap<>();
        if (order.binding().auth().usesPassword()) {
            order.logins()
                    .forEach((purpose, login) -> find(purpose, login).ifPresent(inUse -> found.put(purpose, inUse)));
        }
        return found;
    }

    /** Of two logins that take turns, the one in use is the one that more of what is there would be written for. */
    private Optional<Login> find(String purpose, Login login) {
        return users(login).stream()
                .flatMap(user -> find(with(purpose, login, user, MARK))
                        .map(secret -> new Login(login.role(), user, Optional.of(new Password.Known(secret))))
                        .stream())
                .max(Comparator.comparingLong(candidate -> linesAsThere(with(purpose, candidate))));
    }

    private List<String> users(Login login) {
        return order.binding().rotation() == Binding.Rotation.ALTERNATE
                ? List.of(login.role() + "_b", login.role() + "_a")
                : List.of(login.user());
    }

    private Order with(String purpose, Login login, String user, String password) {
        return with(purpose, new Login(login.role(), user, Optional.of(new Password.Known(Secret.ofText(password)))));
    }

    private Order with(String purpose, Login login) {
        SortedMap<String, Login> logins = new TreeMap<>(order.logins());
        logins.put(purpose, login);
        return new Order(order.binding(), order.endpoint(), logins, order.authorities());
    }

    private Optional<Secret> find(Order marked) {
        return order.binding().deliver().stream()
                .flatMap(delivery -> switch (delivery) {
                    case Delivery.Directory(Path path) -> {
                        Path root = path.toAbsolutePath().normalize();
                        yield inFiles(root, marked.contract(root));
                    }
                    case Delivery.PodmanSecrets _ -> inPodman(Contracts.any(marked));
                    case Delivery.KubernetesManifest(Path file) -> inManifests(file, Contracts.any(marked));
                })
                .filter(secret -> !PLACEHOLDER.matcher(secret.text()).matches())
                .findFirst();
    }

    private long linesAsThere(Order candidate) {
        return order.binding().deliver().stream()
                .mapToLong(delivery -> switch (delivery) {
                    case Delivery.Directory(Path path) -> {
                        Path root = path.toAbsolutePath().normalize();
                        yield candidate.contract(root).files().stream()
                                .mapToLong(file -> common(text(file.content()), read(root.resolve(file.name()))))
                                .sum();
                    }
                    case Delivery.PodmanSecrets _ -> 0;
                    case Delivery.KubernetesManifest(Path file) ->
                        common(
                                KubernetesYaml.of(Contracts.any(candidate).manifests(), DeliveredPasswords::text),
                                read(file));
                })
                .sum();
    }

    private static String text(Content content) {
        return content instanceof Content.SecretText secret ? secret.text().text() : Rendering.shown(content);
    }

    private static long common(String wanted, Optional<String> there) {
        Set<String> lines = there.stream().flatMap(String::lines).collect(Collectors.toSet());
        return wanted.lines().filter(lines::contains).count();
    }

    private static Stream<Secret> inFiles(Path root, Contract contract) {
        return contract.files().stream()
                .flatMap(file -> marked(file.content()).stream()
                        .flatMap(text -> read(root.resolve(file.name())).stream()
                                .flatMap(there -> within(text, there).stream())));
    }

    private Stream<Secret> inPodman(Contract contract) {
        return contract.podmanSecrets().stream()
                .filter(secret -> marked(secret.value()).isPresent())
                .flatMap(secret -> podman.read(secret.name()).stream());
    }

    private static Stream<Secret> inManifests(Path file, Contract contract) {
        Optional<String> text = read(file);
        if (text.isEmpty()) {
            return Stream.empty();
        }
        List<Node> documents = Trees.read(file.toString(), text.get(), new Problems());
        return contract.manifests().stream()
                .flatMap(manifest -> manifest.data().entrySet().stream()
                        .filter(entry ->
                                marked(entry.getValue()).filter(MARK::equals).isPresent())
                        .flatMap(entry -> documents.stream()
                                .filter(document ->
                                        text(document, "metadata", "name").equals(Optional.of(manifest.name())))
                                .flatMap(document -> text(document, "stringData", entry.getKey()).stream())))
                .map(Secret::ofText);
    }

    private static Optional<String> text(Node document, String key, String inner) {
        return document instanceof Node.Mapping mapping
                ? mapping.value(key)
                        .filter(Node.Mapping.class::isInstance)
                        .flatMap(found -> ((Node.Mapping) found).value(inner))
                        .filter(Node.Scalar.class::isInstance)
                        .map(found -> ((Node.Scalar) found).text())
                : Optional.empty();
    }

    private static Optional<String> marked(Content content) {
        return content instanceof Content.SecretText secret
                ? Optional.of(secret.text().text()).filter(text -> text.contains(MARK))
                : Optional.empty();
    }

    private static Optional<Secret> within(String marked, String there) {
        if (marked.equals(MARK)) {
            return Optional.of(Secret.ofText(there));
        }
        int at = marked.indexOf(MARK);
        int line = Math.max(marked.lastIndexOf('\n', at) + 1, at - BEFORE);
        int end = at + MARK.length();
        String after = end < marked.length() ? Pattern.quote(marked.substring(end, end + 1)) : "\\z";
        Matcher found = Pattern.compile(Pattern.quote(marked.substring(line, at)) + "([A-Za-z0-9_-]+)" + after)
                .matcher(there);
        return found.find() ? Optional.of(Secret.ofText(found.group(1))) : Optional.empty();
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException _) {
            // not there, or nothing that we wrote
            return Optional.empty();
        }
    }
}
