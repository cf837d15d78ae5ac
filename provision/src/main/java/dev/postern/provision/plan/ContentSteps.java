package dev.postern.provision.plan;

import static dev.postern.postgres.quote.Quote.identifier;

import dev.postern.model.DatabaseRole.Profile;
import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.ActualContents;
import dev.postern.provision.observe.ActualContents.ActualSchema;
import dev.postern.provision.observe.ActualContents.ObjectSummary;
import dev.postern.provision.observe.ActualContents.Ownership;
import dev.postern.provision.observe.Grants;
import dev.postern.provision.observe.ObjectKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What is inside the database: schemas, extensions, rights on what is there and on what will be. */
final class ContentSteps {
    private static final String PUBLIC_SCHEMA = "public";
    /** The owner of {@code public} from 15 on; whoever owns the database is its only member. */
    private static final String DATABASE_OWNER = "pg_database_owner";

    private final Draft draft;
    private final DesiredDatabase database;
    private final Actual actual;
    private final ActualContents contents;

    ContentSteps(Draft draft, DesiredDatabase database, Actual actual, ActualContents contents) {
        this.draft = draft;
        this.database = database;
        this.actual = actual;
        this.contents = contents;
    }

    void plan() {
        Optional.ofNullable(contents.schemas().get(PUBLIC_SCHEMA)).ifPresent(this::publicSchema);
        database.extensions().forEach(this::extension);
        database.members(Profile.MIGRATOR).forEach(this::takeOver);
        Set<String> creators = new LinkedHashSet<>();
        creators.add(database.owner());
        creators.addAll(database.members(Profile.MIGRATOR));
        creators.forEach(this::defaults);
        Map<String, ActualSchema> managed = new TreeMap<>();
        contents.schemas().forEach((name, schema) -> {
            if (schema.managed()) {
                managed.put(name, schema);
            }
        });
        managed.forEach(this::schema);
    }

    private void publicSchema(ActualSchema schema) {
        List<String> sql = new ArrayList<>();
        if (changesOwner(schema)) {
            sql.add("ALTER SCHEMA public OWNER TO " + identifier(database.owner()));
        }
        if (schema.grants().of(Grants.PUBLIC).contains("CREATE")) {
            sql.add("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        }
        draft.inside(database.name(), "let only " + database.owner() + " create in schema public", sql);
    }

    private boolean changesOwner(ActualSchema schema) {
        return !schema.owner().equals(database.owner()) && !schema.owner().equals(DATABASE_OWNER);
    }

    private void extension(String name) {
        if (contents.extensions().containsKey(name)) {
            return;
        }
        Actual.Extension extension = actual.extensions().get(name);
        String schema = extension == null || extension.fixedSchema().isPresent() ? "" : " SCHEMA public";
        draft.inside(
                database.name(),
                "install extension " + name,
                List.of("CREATE EXTENSION IF NOT EXISTS " + identifier(name) + schema + " CASCADE"));
    }

    private void takeOver(String migrator) {
        Ownership owned = contents.ownership().getOrDefault(migrator, new Ownership(0, 0));
        if (owned.here() > 0 && owned.shared() == 0) {
            draft.inside(
                    database.name(),
                    "give " + owned.here() + " objects of " + migrator + " to " + database.owner(),
                    List.of("REASSIGN OWNED BY " + identifier(migrator) + " TO " + identifier(database.owner())));
        }
    }

    private void defaults(String creator) {
        String prefix = "ALTER DEFAULT PRIVILEGES FOR ROLE " + identifier(creator) + " ";
        List<String> sql = new ArrayList<>();
        for (ObjectKind kind : ObjectKind.values()) {
            Grants now = contents.defaults(creator, kind);
            Missing.of(database, kind, (role, privilege) -> !now.of(role).contains(privilege))
                    .grants(kind.plural())
                    .forEach(grant -> sql.add(prefix + grant));
            if (kind == ObjectKind.ROUTINE && now.of(Grants.PUBLIC).contains("EXECUTE")) {
                sql.add(prefix + "REVOKE EXECUTE ON ROUTINES FROM PUBLIC");
            }
        }
        draft.inside(database.name(), "default rights on what " + creator + " will create", sql);
    }

    private void schema(String name, ActualSchema schema) {
        Grants grants = changesOwner(schema) ? schema.grants().withoutOwner(schema.owner()) : schema.grants();
        draft.inside(
                database.name(),
                "rights on schema " + name,
                Missing.of(
                                database,
                                ObjectKind.SCHEMA,
                                (role, privilege) -> !grants.of(role).contains(privilege))
                        .grants("SCHEMA " + identifier(name)));
        for (ObjectKind kind : List.of(ObjectKind.TABLE, ObjectKind.SEQUENCE, ObjectKind.ROUTINE)) {
            contents.objects(name, kind).ifPresent(this::objects);
        }
    }

    private void objects(ObjectSummary summary) {
        BulkGrant bulk = new BulkGrant(summary);
        List<String> sql = new ArrayList<>();
        Missing.of(database, summary.kind(), (role, privilege) -> summary.lacking(role, privilege) > 0)
                .rolesByPrivileges()
                .forEach((privileges, roles) -> sql.add(bulk.grant(privileges, roles)));
        if (summary.kind() == ObjectKind.ROUTINE && summary.held(Grants.PUBLIC, "EXECUTE") > 0) {
            sql.add(bulk.revokeFromPublic("EXECUTE"));
        }
        draft.inside(
                database.name(),
                "rights on " + summary.reachable() + " "
                        + summary.kind().plural().toLowerCase(java.util.Locale.ROOT) + " of schema "
                        + summary.schema(),
                sql);
    }
}
