package dev.postern.model;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.Problems;
import dev.postern.model.shape.Fields;
import dev.postern.model.shape.Key;
import dev.postern.model.shape.ObjectShape;
import dev.postern.model.shape.Outcome;
import dev.postern.model.shape.Scope;
import dev.postern.model.shape.TextShape;
import dev.postern.model.shape.Values;
import dev.postern.model.tree.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The table of {@link SecretSource}: exactly one of its fields. */
final class SecretShape {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern PLACEHOLDER = Pattern.compile("<[^<>]+>");

    static final TextShape<String> PLAIN = TextShape.of("text", "", SecretShape::plain);

    static final ObjectShape<SecretSource> SHAPE = shape();

    private SecretShape() {}

    private static ObjectShape<SecretSource> shape() {
        Fields.Builder<SecretSource> fields = new Fields.Builder<>();
        List<Key<? extends Optional<? extends SecretSource>>> keys = List.of(
                fields.optional(
                        "file",
                        path(),
                        "a file that only its owner can read; a relative path starts from the manifest's folder",
                        source -> as(SecretSource.File.class, source)),
                fields.optional(
                        "env",
                        variable(),
                        "an environment variable of the process that applies",
                        source -> as(SecretSource.Env.class, source)),
                fields.optional(
                        "value",
                        literal(),
                        "the secret itself; a warning, because whoever reads the declaration knows it",
                        source -> as(SecretSource.Literal.class, source)),
                fields.optional(
                        "secretKeyRef",
                        kubernetes(),
                        "a key of a Kubernetes Secret's manifest",
                        source -> as(SecretSource.KubernetesSecret.class, source)),
                fields.optional(
                        "podmanSecret",
                        podman(),
                        "the name of a secret of Podman on this machine",
                        source -> as(SecretSource.PodmanSecret.class, source)),
                fields.optional(
                        "vault", vault(), "a key of a secret in Vault", source -> as(SecretSource.Vault.class, source)),
                fields.optional(
                        "reference",
                        reference(),
                        "a placeholder such as `<path:secret/data/db#password>` that a GitOps tool replaces;"
                                + " passes through `render`, cannot be applied",
                        source -> as(SecretSource.Reference.class, source)));
        fields.nearSecrets();
        fields.check((values, mapping, scope) -> checkOne(given(values, keys).size(), mapping, scope));
        return new ObjectShape<>(fields.build(), values -> given(values, keys).getFirst());
    }

    private static List<SecretSource> given(Values values, List<Key<? extends Optional<? extends SecretSource>>> keys) {
        return keys.stream()
                .<SecretSource>flatMap(key -> values.get(key).stream())
                .toList();
    }

    private static void checkOne(int given, Node.Mapping mapping, Scope scope) {
        if (given != 1) {
            scope.add(
                    mapping.place(),
                    given == 0 ? ManifestCode.MISSING : ManifestCode.CONTRADICTION,
                    scope.path() + (given == 0 ? " names no source" : " names " + given + " sources"),
                    "name one of file, env, value, secretKeyRef, podmanSecret, vault, reference");
        }
    }

    private static <S extends SecretSource> Optional<S> as(Class<S> type, SecretSource source) {
        return Optional.of(source).filter(type::isInstance).map(type::cast);
    }

    private static TextShape<SecretSource.File> path() {
        return Paths.path(SecretSource.File::new, SecretSource.File::file);
    }

    private static TextShape<SecretSource.Env> variable() {
        return new TextShape<>(
                        "name of a variable",
                        "^[A-Za-z_][A-Za-z0-9_]*$",
                        (text, _) -> VARIABLE.matcher(text).matches()
                                ? Outcome.good(new SecretSource.Env(text))
                                : Outcome.bad("is not the name of a variable", "use letters, digits and underscores"),
                        SecretSource.Env::variable)
                .hide();
    }

    private static TextShape<SecretSource.Literal> literal() {
        return new TextShape<>(
                        "text",
                        "",
                        (text, _) -> read(text, usable -> new SecretSource.Literal(Secret.ofText(usable))),
                        literal -> literal.value().text())
                .hide();
    }

    private static TextShape<SecretSource.PodmanSecret> podman() {
        return new TextShape<>(
                        "text",
                        "",
                        (text, _) -> read(text, SecretSource.PodmanSecret::new),
                        SecretSource.PodmanSecret::name)
                .hide();
    }

    private static TextShape<SecretSource.Reference> reference() {
        return new TextShape<>(
                        "text in angle brackets",
                        "^<[^<>]+>$",
                        (text, _) -> PLACEHOLDER.matcher(text).matches()
                                ? Outcome.good(new SecretSource.Reference(text))
                                : Outcome.bad("is not a placeholder", "write it as <path:secret/data/db#password>"),
                        SecretSource.Reference::text)
                .hide();
    }

    private static ObjectShape<SecretSource.KubernetesSecret> kubernetes() {
        Fields.Builder<SecretSource.KubernetesSecret> fields = new Fields.Builder<>();
        Key<Path> manifest = fields.required(
                "manifest", Paths.PATH, "the file with the Secret", SecretSource.KubernetesSecret::manifest);
        Key<String> name = fields.required("name", PLAIN, "its `metadata.name`", SecretSource.KubernetesSecret::name);
        Key<String> key = fields.required(
                "key", PLAIN, "the key below `data` or `stringData`", SecretSource.KubernetesSecret::key);
        return new ObjectShape<>(
                fields.build(),
                values -> new SecretSource.KubernetesSecret(values.get(manifest), values.get(name), values.get(key)));
    }

    private static ObjectShape<SecretSource.Vault> vault() {
        Fields.Builder<SecretSource.Vault> fields = new Fields.Builder<>();
        Key<String> path = fields.required(
                "path", PLAIN, "as Vault's HTTP API has it, for example `secret/data/db`", SecretSource.Vault::path);
        Key<String> key = fields.required("key", PLAIN, "the key inside the secret", SecretSource.Vault::key);
        return new ObjectShape<>(fields.build(), values -> new SecretSource.Vault(values.get(path), values.get(key)));
    }

    private static Outcome<String> plain(String text) {
        return read(text, Function.identity());
    }

    private static <T> Outcome<T> read(String text, Function<String, T> make) {
        return text.isBlank() || text.codePoints().anyMatch(Problems::isInvisible)
                ? Outcome.bad("is empty or has a character that cannot be seen", "use visible characters")
                : Outcome.good(make.apply(text));
    }
}
