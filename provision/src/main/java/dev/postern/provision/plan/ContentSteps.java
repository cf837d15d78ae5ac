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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What is inside the database: schemas, extensions, rights on what is there and on what will be. */
final class ContentSteps {
    private final Draft draft;
    private final DesiredDatabase database;
    private final Actual actual;
    private final ActualContents contents;
    private final boolean ours;
    private final RoleReach reach;
    private final SchemaSteps schemas;

    /** @param ours whether Postern made the database, so that what PUBLIC may do by default can be taken away */
    ContentSteps(
            Draft draft,
            DesiredDatabase database,
            Actual actual,
            ActualContents contents,
            boolean ours,
            RoleReach reach) {
        this.draft = draft;
        this.database = database;
        this.actual = actual;
        this.contents = contents;
        this.ours = ours;
        this.reach = reach;
        this.schemas = new SchemaSteps(draft, database, contents, ours);
    }

    void plan() {
        schemas.publicSchema();
        database.members(Profile.MIGRATOR).forEach(this::takeOver);
        schemas.declared();
        database.extensions().forEach(this::extension);
        database.creators().stream().filter(creator -> !reach.apart(creator)).forEach(this::defaults);
        Map<String, ActualSchema> managed = new TreeMap<>();
        contents.schemas().forEach((name, schema) -> {
            if (schema.managed()) {
                managed.put(name, schema);
            }
        });
        managed.forEach((name, schema) -> {
            schemas.rights(name, schema);
            for (ObjectKind kind : List.of(ObjectKind.TABLE, ObjectKind.SEQUENCE, ObjectKind.ROUTINE)) {
                contents.objects(name, kind).ifPresent(this::objects);
            }
        });
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
        if (owned.here() > 0 && reach.apart(migrator)) {
            draft.blocking(
                    migrator + " owns " + owned.here() + " objects in " + database.name()
                            + ", and the administrator must not act for it",
                    "have a superuser run in " + database.name() + ": REASSIGN OWNED BY " + identifier(migrator)
                            + " TO " + identifier(database.owner()));
        } else if (owned.here() > 0 && owned.shared() == 0) {
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
                    .grants(kind.plural(actual.major()))
                    .forEach(grant -> sql.add(prefix + grant));
            if (kind == ObjectKind.ROUTINE && now.of(Grants.PUBLIC).contains("EXECUTE")) {
                String revoke = prefix + "REVOKE EXECUTE ON " + kind.plural(actual.major()) + " FROM PUBLIC";
                if (ours) {
                    sql.add(revoke);
                } else {
                    draft.warning(
                            "PUBLIC will have EXECUTE on every function that " + creator + " creates in "
                                    + database.name() + ", which was there before; somebody may live on it",
                            revoke + ", in " + database.name());
                }
            }
        }
        draft.inside(database.name(), "default rights on what " + creator + " will create", sql);
    }

    private void objects(ObjectSummary summary) {
        BulkGrant bulk = new BulkGrant(summary, actual.major());
        String kind = summary.kind().plural(actual.major()).toLowerCase(Locale.ROOT);
        List<String> sql = new ArrayList<>();
        Missing.of(database, summary.kind(), (role, privilege) -> summary.lacking(role, privilege) > 0)
                .rolesByPrivileges()
                .forEach((privileges, roles) -> sql.add(bulk.grant(privileges, roles)));
        long executable = summary.held(Grants.PUBLIC, "EXECUTE");
        if (summary.kind() == ObjectKind.ROUTINE && executable > 0) {
            if (ours) {
                sql.add(bulk.revokeFromPublic("EXECUTE"));
            } else {
                draft.warning(
                        "PUBLIC has EXECUTE on " + executable + " " + kind + " of schema " + summary.schema() + " in "
                                + database.name() + ", which was there before; somebody may live on it",
                        bulk.revokeFromPublic("EXECUTE") + ", in " + database.name());
            }
        }
        draft.inside(
                database.name(),
                "rights on " + summary.reachable() + " " + kind + " of schema " + summary.schema(),
                sql);
    }
}
