package dev.postern.model;

import dev.postern.model.problem.ManifestCode;
import dev.postern.model.shape.Fields;
import dev.postern.model.shape.FlagShape;
import dev.postern.model.shape.Key;
import dev.postern.model.shape.ListShape;
import dev.postern.model.shape.NumberShape;
import dev.postern.model.shape.ObjectShape;
import dev.postern.model.shape.Scope;
import dev.postern.model.shape.WordShape;
import dev.postern.model.tree.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The table of {@link Database} with its roles. */
final class DatabaseTable {
    private static final int UNLIMITED = -1;

    static final Kind<Database> KIND = kind();

    private DatabaseTable() {}

    private static Kind<Database> kind() {
        Fields.Builder<Database> spec = new Fields.Builder<>();
        Key<String> cluster = spec.required("cluster", Names.RESOURCE, "the Cluster it lies on", Database::cluster);
        Key<Optional<String>> name = spec.optional(
                "name",
                Names.DATABASE,
                "its name in PostgreSQL, when that is not `metadata.name`",
                database -> Optional.of(database.name())
                        .filter(physical -> !physical.equals(database.metadata().name())));
        Key<String> owner = spec.required(
                "owner", Names.ROLE, "a role without login that owns the database and its objects", Database::owner);
        Key<List<String>> requires = spec.withDefault(
                "requires", requires(), List.of(), "nothing", "what must be there", Database::extensions);
        Key<List<DatabaseRole>> roles = spec.withDefault(
                "roles", ListShape.of(role()), List.of(), "none", "the roles that use it", Database::roles);
        spec.later("schemas", "objects are made in the schema public");
        spec.later("settings", "set it with ALTER DATABASE");
        spec.later("comment", "write a comment into the file");
        spec.later("ensure", "what is declared is made present; nothing is removed");
        spec.check((values, mapping, scope) -> checkRoles(values.get(owner), values.get(roles), mapping, scope));
        return new Kind<>(
                "Database",
                Database.class,
                "A database on a Cluster, with the roles that use it.",
                spec.build(),
                (metadata, values) -> new Database(
                        metadata,
                        values.get(cluster),
                        values.get(name).orElse(metadata.name()),
                        values.get(owner),
                        values.get(requires),
                        values.get(roles)));
    }

    private static ObjectShape<List<String>> requires() {
        Fields.Builder<List<String>> fields = new Fields.Builder<>();
        Key<List<String>> extensions = fields.withDefault(
                "extensions", ListShape.of(Names.IDENTIFIER), List.of(), "none", "created when missing", list -> list);
        fields.later("version", "check the server's version yourself");
        fields.later("pool", "check max_connections yourself");
        return new ObjectShape<>(fields.build(), values -> values.get(extensions));
    }

    private static ObjectShape<DatabaseRole> role() {
        Fields.Builder<DatabaseRole> fields = new Fields.Builder<>();
        Key<String> name = fields.required("name", Names.ROLE, "as PostgreSQL knows it", DatabaseRole::name);
        Key<DatabaseRole.Profile> profile = fields.required(
                "profile",
                WordShape.of(
                        List.of(DatabaseRole.Profile.values()),
                        value -> value.name().toLowerCase(Locale.ROOT),
                        List.of("service", "owner")),
                "`migrator` creates and alters objects as the owner; `application` reads and writes rows;"
                        + " `reader` reads",
                DatabaseRole::profile);
        Key<Boolean> login = fields.withDefault(
                "login", new FlagShape(), true, "`true`", "whether it may log in", DatabaseRole::login);
        Key<Integer> limit = fields.withDefault(
                "connectionLimit",
                new NumberShape(UNLIMITED, Integer.MAX_VALUE),
                UNLIMITED,
                "`-1`, unlimited",
                "how many connections it may have at once",
                DatabaseRole::connectionLimit);
        fields.later("inRoles", "the profile decides which group it is in");
        fields.later("inherit", "roles inherit");
        fields.later("validUntil", "certificates end by themselves");
        fields.later("password", "roles log in with certificates");
        fields.later("settings", "set it with ALTER ROLE");
        fields.later("comment", "write a comment into the file");
        fields.later("ensure", "what is declared is made present; nothing is removed");
        return new ObjectShape<>(
                fields.build(),
                values ->
                        new DatabaseRole(values.get(name), values.get(profile), values.get(login), values.get(limit)));
    }

    private static void checkRoles(String owner, List<DatabaseRole> roles, Node.Mapping mapping, Scope scope) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < roles.size(); i++) {
            String name = roles.get(i).name();
            boolean isOwner = name.equals(owner);
            if (isOwner || !seen.add(name)) {
                scope.add(
                        Places.of(mapping, "roles", i, "name"),
                        ManifestCode.CONTRADICTION,
                        isOwner
                                ? "role " + name + " is the owner of the database and one of its roles"
                                : "role " + name + " is declared twice",
                        isOwner ? "give the owner a name of its own; nobody logs in as it" : "keep one of them");
            }
        }
    }
}
