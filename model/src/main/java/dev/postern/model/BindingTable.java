package dev.postern.model;

import dev.postern.model.shape.Fields;
import dev.postern.model.shape.Key;
import dev.postern.model.shape.ListShape;
import dev.postern.model.shape.MapShape;
import dev.postern.model.shape.ObjectShape;
import dev.postern.model.shape.WordShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The table of {@link Binding}. */
final class BindingTable {
    static final Kind<Binding> KIND = kind();

    private BindingTable() {}

    private static Kind<Binding> kind() {
        Fields.Builder<Binding> spec = new Fields.Builder<>();
        Key<String> consumer = spec.required(
                "consumer",
                WordShape.of(
                        List.of("libpq", "jdbc"),
                        Function.identity(),
                        List.of(
                                "pgx",
                                "flight-control",
                                "spire",
                                "teleport",
                                "service-binding",
                                "pgbouncer",
                                "pgpool",
                                "cloudnative-pg")),
                "whose contract the delivery follows",
                Binding::consumer);
        Key<String> database =
                spec.required("database", Names.RESOURCE, "a Database, by `metadata.name`", Binding::database);
        Key<Map<String, String>> roles = spec.required(
                "roles",
                new MapShape<>("purpose", Names::resource, Names.ROLE, 1),
                "what for, such as `application`, and which role of the Database",
                Binding::roles);
        Key<Binding.Auth> auth = spec.withDefault(
                "auth",
                WordShape.of(List.of(Binding.Auth.CERT), _ -> "cert", List.of("scram-sha-256", "scram+clientcert")),
                Binding.Auth.CERT,
                "`cert`",
                "how the consumer proves itself",
                Binding::auth);
        Key<SslMode> sslmode = spec.withDefault(
                "sslmode",
                ClusterTable.SSLMODE,
                SslMode.VERIFY_FULL,
                "`verify-full`",
                "how the consumer verifies the server",
                Binding::sslmode);
        Key<List<Path>> deliver = spec.withDefault(
                "deliver", ListShape.of(target()), List.of(), "nowhere", "where it is delivered", Binding::deliver);
        return new Kind<>(
                "Binding",
                Binding.class,
                "The pair that must agree: the roles of a Database, and what a consumer is given to use them.",
                spec.build(),
                (metadata, values) -> new Binding(
                        metadata,
                        values.get(consumer),
                        values.get(database),
                        values.get(roles),
                        values.get(auth),
                        values.get(sslmode),
                        values.get(deliver)));
    }

    private static ObjectShape<Path> target() {
        Fields.Builder<Path> fields = new Fields.Builder<>();
        Key<Path> directory = fields.required(
                "directory", Paths.PATH, "a folder that receives certificate, key and bundle", Function.identity());
        for (String sink : List.of("podmanSecrets", "kubernetesSecret", "vault", "serviceBinding")) {
            fields.later(sink, "deliver into a directory");
        }
        return new ObjectShape<>(fields.build(), values -> values.get(directory));
    }
}
