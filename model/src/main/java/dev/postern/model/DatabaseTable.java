package dev.postern.model;

import dev.postern.model.shape.Fields;
import dev.postern.model.shape.FlagShape;
import dev.postern.model.shape.Key;
import dev.postern.model.shape.ListShape;
import dev.postern.model.shape.MapShape;
import dev.postern.model.shape.NumberShape;
import dev.postern.model.shape.ObjectShape;
import dev.postern.model.shape.WordShape;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The table of {@link Database}. */
final class DatabaseTable {
    private static final int MOST_CONNECTIONS = 262_143;

    static final MapShape<String> SETTINGS = new MapShape<>("setting", Settings::name, SecretShape.PLAIN, 0);
    static final WordShape<Ensure> ENSURE =
            WordShape.of(List.of(Ensure.values()), value -> value.name().toLowerCase(Locale.ROOT), List.of());

    static final Kind<Database> KIND = kind();

    private DatabaseTable() {}

    private static Kind<Database> kind() {
        Fields.Builder<Database> spec = new Fields.Builder<>();
        Who who = new Who(spec);
        What what = new What(spec);
        return new Kind<>(
                "Database",
                Database.class,
                "A database on a Cluster, with the roles that use it.",
                spec.build(),
                (metadata, values) -> {
                    String physical = values.get(who.name).orElse(metadata.name());
                    return new Database(
                            metadata,
                            values.get(who.cluster),
                            physical,
                            values.get(who.owner),
                            DeclaredGroups.resolve(values.get(who.groups), physical),
                            values.get(what.requires),
                            values.get(what.schemas),
                            values.get(what.settings),
                            values.get(what.comment),
                            values.get(what.grantTrigger),
                            values.get(what.roles),
                            values.get(what.ensure));
                });
    }

    /** Which database, and whose. */
    private static final class Who {
        private final Key<String> cluster;
        private final Key<Optional<String>> name;
        private final Key<String> owner;
        private final Key<Optional<DeclaredGroups>> groups;

        Who(Fields.Builder<Database> spec) {
            this.cluster = spec.required("cluster", Names.RESOURCE, "the Cluster it lies on", Database::cluster);
            this.name = spec.optional(
                    "name",
                    Names.DATABASE,
                    "its name in PostgreSQL, when that is not `metadata.name`",
                    database -> Optional.of(database.name())
                            .filter(physical ->
                                    !physical.equals(database.metadata().name())));
            this.owner = spec.required(
                    "owner",
                    Names.ROLE,
                    "a role without login that owns the database and its objects",
                    Database::owner);
            this.groups = spec.optional(
                    "groups",
                    groups(),
                    "the group roles, without login, that carry the rights of the profiles",
                    DeclaredGroups::of);
        }
    }

    /** What is in it. */
    private static final class What {
        private final Key<Map<String, String>> settings;
        private final Key<Optional<String>> comment;
        private final Key<Database.Requirements> requires;
        private final Key<List<Database.Schema>> schemas;
        private final Key<Boolean> grantTrigger;
        private final Key<List<DatabaseRole>> roles;
        private final Key<Ensure> ensure;

        What(Fields.Builder<Database> spec) {
            this.requires = spec.withDefault(
                    "requires",
                    requires(),
                    Database.Requirements.NONE,
                    "nothing",
                    "what must be there",
                    Database::requires);
            this.schemas = spec.withDefault(
                    "schemas", ListShape.of(schema()), List.of(), "none", "made when missing", Database::schemas);
            this.settings = spec.withDefault(
                    "settings", SETTINGS, Map.of(), "none", "`ALTER DATABASE … SET`", Database::settings);
            this.comment = spec.optional("comment", SecretShape.PLAIN, "`COMMENT ON DATABASE`", Database::comment);
            this.grantTrigger = spec.withDefault(
                    "grantTrigger",
                    new FlagShape(),
                    false,
                    "`false`",
                    "whether an event trigger repeats the application's grants after each CREATE TABLE, for migrations that"
                            + " run as somebody else; needs a superuser",
                    Database::grantTrigger);
            this.roles = spec.withDefault(
                    "roles",
                    ListShape.of(DatabaseRoleTable.SHAPE),
                    List.of(),
                    "none",
                    "the roles that use it",
                    Database::roles);
            this.ensure = spec.withDefault(
                    "ensure",
                    ENSURE,
                    Ensure.PRESENT,
                    "`present`",
                    "`absent`: the database is dropped, which needs `--allow-destroy`",
                    Database::ensure);
        }
    }

    /** As written: what is not given follows the database's name. */
    private record DeclaredGroups(Optional<String> application, Optional<String> reader) {
        static Optional<DeclaredGroups> of(Database database) {
            Database.Groups usual = Database.Groups.of(database.name());
            Optional<String> application =
                    Optional.of(database.groups().application()).filter(name -> !name.equals(usual.application()));
            Optional<String> reader =
                    Optional.of(database.groups().reader()).filter(name -> !name.equals(usual.reader()));
            return application.isEmpty() && reader.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new DeclaredGroups(application, reader));
        }

        static Database.Groups resolve(Optional<DeclaredGroups> declared, String database) {
            Database.Groups usual = Database.Groups.of(database);
            return new Database.Groups(
                    declared.flatMap(DeclaredGroups::application).orElse(usual.application()),
                    declared.flatMap(DeclaredGroups::reader).orElse(usual.reader()));
        }
    }

    private static ObjectShape<DeclaredGroups> groups() {
        Fields.Builder<DeclaredGroups> fields = new Fields.Builder<>();
        Key<Optional<String>> application = fields.optional(
                "application",
                Names.ROLE,
                "reads and writes; `<database>_application` when not given",
                DeclaredGroups::application);
        Key<Optional<String>> reader = fields.optional(
                "reader", Names.ROLE, "reads; `<database>_reader` when not given", DeclaredGroups::reader);
        return new ObjectShape<>(
                fields.build(), values -> new DeclaredGroups(values.get(application), values.get(reader)));
    }

    private static ObjectShape<Database.Requirements> requires() {
        Fields.Builder<Database.Requirements> fields = new Fields.Builder<>();
        Key<Optional<VersionRange>> version =
                fields.optional("version", VersionRange.SHAPE, "of the server", Database.Requirements::version);
        Key<List<String>> extensions = fields.withDefault(
                "extensions",
                ListShape.of(Names.IDENTIFIER),
                List.of(),
                "none",
                "created when missing",
                Database.Requirements::extensions);
        Key<Optional<Database.Pool>> pool = fields.optional(
                "pool",
                pool(),
                "what its consumers may open; compared with the server's `max_connections`",
                Database.Requirements::pool);
        return new ObjectShape<>(
                fields.build(),
                values -> new Database.Requirements(values.get(version), values.get(extensions), values.get(pool)));
    }

    private static ObjectShape<Database.Pool> pool() {
        Fields.Builder<Database.Pool> fields = new Fields.Builder<>();
        Key<Integer> open = fields.required(
                "maxOpenConns",
                new NumberShape(1, MOST_CONNECTIONS),
                "connections that one process opens at most",
                Database.Pool::maxOpenConns);
        Key<Integer> processes = fields.withDefault(
                "processes",
                new NumberShape(1, MOST_CONNECTIONS),
                1,
                "`1`",
                "how many there are",
                Database.Pool::processes);
        return new ObjectShape<>(fields.build(), values -> new Database.Pool(values.get(open), values.get(processes)));
    }

    private static ObjectShape<Database.Schema> schema() {
        Fields.Builder<Database.Schema> fields = new Fields.Builder<>();
        Key<String> name = fields.required("name", Settings.SCHEMA, "as PostgreSQL knows it", Database.Schema::name);
        Key<Optional<String>> owner = fields.optional(
                "owner", Names.ROLE, "a role of the Database; its owner when not given", Database.Schema::owner);
        Key<Optional<String>> comment =
                fields.optional("comment", SecretShape.PLAIN, "`COMMENT ON SCHEMA`", Database.Schema::comment);
        return new ObjectShape<>(
                fields.build(),
                values -> new Database.Schema(values.get(name), values.get(owner), values.get(comment)));
    }
}
