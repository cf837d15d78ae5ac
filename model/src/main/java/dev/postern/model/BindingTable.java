package dev.postern.model;

import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.Problems;
import dev.postern.model.shape.Fields;
import dev.postern.model.shape.FlagShape;
import dev.postern.model.shape.Key;
import dev.postern.model.shape.ListShape;
import dev.postern.model.shape.MapShape;
import dev.postern.model.shape.ObjectShape;
import dev.postern.model.shape.Scope;
import dev.postern.model.shape.Values;
import dev.postern.model.shape.WordShape;
import dev.postern.model.tree.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The table of {@link Binding}. */
final class BindingTable {
    static final Kind<Binding> KIND = kind();

    private BindingTable() {}

    private static Kind<Binding> kind() {
        Fields.Builder<Binding> spec = new Fields.Builder<>();
        Who who = new Who(spec);
        What what = new What(spec);
        spec.calledElsewhere("clientAuthMode", "auth").calledElsewhere("clientAuth", "auth");
        spec.check((values, mapping, scope) -> check(who, what, values, mapping, scope));
        return new Kind<>(
                "Binding",
                Binding.class,
                "The pair that must agree: the roles of a Database, and what a consumer is given to use them.",
                spec.build(),
                (metadata, values) -> new Binding(
                        metadata,
                        values.get(who.consumer),
                        values.get(who.database),
                        values.get(who.roles),
                        values.get(who.auth),
                        values.get(who.sslmode),
                        values.get(what.credentials),
                        values.get(what.rotation),
                        values.get(what.options),
                        values.get(what.deliver)));
    }

    /** Whom it binds, and how it logs in. */
    private static final class Who {
        private final Key<String> database;
        private final Key<String> consumer;
        private final Key<Map<String, String>> roles;
        private final Key<Binding.Auth> auth;
        private final Key<SslMode> sslmode;

        Who(Fields.Builder<Binding> spec) {
            this.consumer = spec.required(
                    "consumer",
                    WordShape.of(ConsumerOptions.consumers(), Function.identity(), ConsumerOptions.LATER),
                    "whose contract the delivery follows",
                    Binding::consumer);
            this.database =
                    spec.required("database", Names.RESOURCE, "a Database, by `metadata.name`", Binding::database);
            this.roles = spec.required(
                    "roles",
                    new MapShape<>("purpose", Names::resource, Names.ROLE, 1),
                    "what for, such as `application`, and which role of the Database",
                    Binding::roles);
            this.auth = spec.withDefault(
                    "auth",
                    WordShape.of(List.of(Binding.Auth.values()), Binding.Auth::word, List.of()),
                    Binding.Auth.CERT,
                    "`cert`",
                    "how the consumer proves itself: a client certificate, a password, or both",
                    Binding::auth);
            this.sslmode = spec.withDefault(
                    "sslmode",
                    WordShape.of(List.of(SslMode.values()), SslMode::word, List.of()),
                    SslMode.VERIFY_FULL,
                    "`verify-full`",
                    "how the consumer verifies the server",
                    Binding::sslmode);
        }
    }

    /** What it is given. */
    private static final class What {
        private final Key<Map<String, Binding.Credential>> credentials;
        private final Key<Binding.Rotation> rotation;
        private final Key<Map<String, String>> options;
        private final Key<List<Binding.Delivery>> deliver;

        What(Fields.Builder<Binding> spec) {
            this.credentials = spec.withDefault(
                    "credentials",
                    new MapShape<>("purpose", Names::resource, credential(), 0),
                    Map.of(),
                    "found where they are delivered, or made",
                    "by the purposes of `roles`: `password` (one source) and `sslcert` with `sslkey`",
                    Binding::credentials);
            this.rotation = spec.withDefault(
                    "rotation",
                    WordShape.of(List.of(Binding.Rotation.values()), Binding.Rotation::word, List.of()),
                    Binding.Rotation.IN_PLACE,
                    "`in-place`",
                    "`alternate` changes passwords without a gap: two login roles `NAME_a` and `NAME_b` act as the role in"
                            + " turn; `in-place` for consumers that demand a fixed name",
                    Binding::rotation);
            this.options = spec.withDefault(
                    "options",
                    new MapShape<>("name", Names::labelKey, SecretShape.PLAIN, 0),
                    Map.of(),
                    "none",
                    "what only this consumer knows; see its page",
                    Binding::options);
            this.deliver = spec.withDefault(
                    "deliver", ListShape.of(target()), List.of(), "nowhere", "where it is delivered", Binding::deliver);
        }
    }

    private static void check(Who who, What what, Values values, Node.Mapping mapping, Scope scope) {
        checkCredentials(values.get(who.roles), values.get(who.auth), values.get(what.credentials), mapping, scope);
        if (values.get(what.rotation) == Binding.Rotation.ALTERNATE
                && !values.get(who.auth).usesPassword()) {
            scope.add(
                    Places.of(mapping, "rotation"),
                    ManifestCode.CONTRADICTION,
                    scope.field("rotation").path() + ": alternate changes passwords, and auth: cert uses none",
                    "say auth: scram-sha-256 or scram+clientcert, or remove it");
        }
        ConsumerOptions.check(values.get(who.consumer), values.get(what.options), mapping, scope);
    }

    private static ObjectShape<Binding.Credential> credential() {
        Fields.Builder<Binding.Credential> fields = new Fields.Builder<>();
        Key<Optional<SecretSource>> password = fields.optional(
                "password", SecretShape.SHAPE, "where the password comes from", Binding.Credential::password);
        Key<Optional<Path>> sslcert = fields.optional(
                "sslcert",
                Paths.FILE,
                "client certificate, PEM; with `sslkey`",
                credential -> credential.certificate().map(Binding.ClientCertificate::sslcert));
        Key<Optional<Path>> sslkey = fields.optional(
                "sslkey",
                Paths.FILE,
                "its key, PKCS #8 in PEM, readable by its owner only",
                credential -> credential.certificate().map(Binding.ClientCertificate::sslkey));
        fields.nearSecrets();
        fields.check((values, mapping, scope) -> {
            if (values.get(sslcert).isPresent() != values.get(sslkey).isPresent()) {
                String missing = values.get(sslcert).isPresent() ? "sslkey" : "sslcert";
                scope.add(
                        mapping.place(),
                        ManifestCode.MISSING,
                        scope.path() + " has half a client certificate, " + missing + " is missing",
                        "name both sslcert and sslkey");
            }
        });
        return new ObjectShape<>(
                fields.build(),
                values -> new Binding.Credential(
                        values.get(password),
                        values.get(sslcert)
                                .flatMap(certificate -> values.get(sslkey)
                                        .map(key -> new Binding.ClientCertificate(certificate, key)))));
    }

    private static void checkCredentials(
            Map<String, String> roles,
            Binding.Auth auth,
            Map<String, Binding.Credential> credentials,
            Node.Mapping mapping,
            Scope scope) {
        credentials.forEach((purpose, credential) -> {
            if (!roles.containsKey(purpose)) {
                scope.add(
                        Places.of(mapping, "credentials", purpose),
                        ManifestCode.UNRESOLVED,
                        scope.field("credentials").path() + " has the purpose " + purpose + ", which roles does not"
                                + Problems.suggest(purpose, roles.keySet()),
                        "name a purpose of roles: " + String.join(", ", roles.keySet()));
            } else if (credential.password().isPresent() && !auth.usesPassword()) {
                scope.add(
                        Places.of(mapping, "credentials", purpose, "password"),
                        ManifestCode.CONTRADICTION,
                        scope.field("credentials").path() + "." + purpose + " has a password, and auth: " + auth.word()
                                + " uses none",
                        "say auth: scram-sha-256 or scram+clientcert, or remove it");
            } else if (credential.certificate().isPresent() && !auth.usesCertificate()) {
                scope.add(
                        Places.of(mapping, "credentials", purpose, "sslcert"),
                        ManifestCode.CONTRADICTION,
                        scope.field("credentials").path() + "." + purpose + " has a certificate, and auth: "
                                + auth.word() + " uses none",
                        "say auth: cert or scram+clientcert, or remove it");
            }
        });
    }

    private record Target(Optional<Path> directory, Optional<Boolean> podmanSecrets, Optional<Path> manifest) {
        static Target of(Binding.Delivery delivery) {
            return switch (delivery) {
                case Binding.Delivery.Directory(Path path) ->
                    new Target(Optional.of(path), Optional.empty(), Optional.empty());
                case Binding.Delivery.PodmanSecrets() ->
                    new Target(Optional.empty(), Optional.of(true), Optional.empty());
                case Binding.Delivery.KubernetesManifest(Path file) ->
                    new Target(Optional.empty(), Optional.empty(), Optional.of(file));
            };
        }

        List<Binding.Delivery> deliveries() {
            return java.util.stream.Stream.of(
                            directory.<Binding.Delivery>map(Binding.Delivery.Directory::new),
                            podmanSecrets
                                    .filter(wanted -> wanted)
                                    .<Binding.Delivery>map(_ -> new Binding.Delivery.PodmanSecrets()),
                            manifest.<Binding.Delivery>map(Binding.Delivery.KubernetesManifest::new))
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    private static ObjectShape<Binding.Delivery> target() {
        Fields.Builder<Binding.Delivery> fields = new Fields.Builder<>();
        Key<Optional<Path>> directory = fields.optional(
                "directory",
                Paths.PATH,
                "a folder that receives the consumer's files",
                delivery -> Target.of(delivery).directory());
        Key<Optional<Boolean>> podman = fields.optional(
                "podmanSecrets",
                new FlagShape(),
                "secrets of Podman on this machine, by the consumer's names",
                delivery -> Target.of(delivery).podmanSecrets());
        Key<Optional<Path>> manifest = fields.optional(
                "kubernetesManifest",
                Paths.PATH,
                "a file that receives the consumer's Secrets and ConfigMaps",
                delivery -> Target.of(delivery).manifest());
        for (String sink : List.of("kubernetesSecret", "vault", "serviceBinding")) {
            fields.later(sink, "deliver into a directory or a kubernetesManifest");
        }
        fields.check((values, mapping, scope) -> {
            int given = target(values, directory, podman, manifest).deliveries().size();
            if (given != 1) {
                scope.add(
                        mapping.place(),
                        given == 0 ? ManifestCode.MISSING : ManifestCode.CONTRADICTION,
                        scope.path() + (given == 0 ? " names no target" : " names " + given + " targets"),
                        "write {directory: PATH}, {podmanSecrets: true} or {kubernetesManifest: PATH}");
            }
        });
        return new ObjectShape<>(
                fields.build(),
                values ->
                        target(values, directory, podman, manifest).deliveries().getFirst());
    }

    private static Target target(
            Values values, Key<Optional<Path>> directory, Key<Optional<Boolean>> podman, Key<Optional<Path>> manifest) {
        return new Target(values.get(directory), values.get(podman), values.get(manifest));
    }
}
