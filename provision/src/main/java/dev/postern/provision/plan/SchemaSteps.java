package dev.postern.provision.plan;

import static dev.postern.postgres.quote.Quote.identifier;
import static dev.postern.postgres.quote.Quote.literal;

import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.declare.DesiredDatabase.DesiredSchema;
import dev.postern.provision.observe.ActualContents;
import dev.postern.provision.observe.ActualContents.ActualSchema;
import dev.postern.provision.observe.Grants;
import dev.postern.provision.observe.ObjectKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Schemas: that they exist, whose they are, and the groups' rights on them. */
final class SchemaSteps {
    private static final String PUBLIC_SCHEMA = "public";
    /** The owner of {@code public} from 15 on; whoever owns the database is its only member. */
    private static final String DATABASE_OWNER = "pg_database_owner";

    private final Draft draft;
    private final DesiredDatabase database;
    private final ActualContents contents;
    private final boolean ours;
    private final Map<String, DesiredSchema> declared = new HashMap<>();

    SchemaSteps(Draft draft, DesiredDatabase database, ActualContents contents, boolean ours) {
        this.draft = draft;
        this.database = database;
        this.contents = contents;
        this.ours = ours;
        database.schemas().forEach(schema -> declared.put(schema.name(), schema));
    }

    /** Migrators need it; PUBLIC's right to create in it is from before 15. */
    void publicSchema() {
        ActualSchema schema = contents.schemas().get(PUBLIC_SCHEMA);
        if (schema == null) {
            return;
        }
        List<String> sql = new ArrayList<>();
        owner(PUBLIC_SCHEMA, schema).ifPresent(owner -> sql.add("ALTER SCHEMA public OWNER TO " + identifier(owner)));
        if (schema.grants().of(Grants.PUBLIC).contains("CREATE") && ours) {
            sql.add("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        }
        if (schema.usable()) {
            draft.inside(database.name(), "let only " + database.owner() + " create in schema public", sql);
        } else if (!sql.isEmpty()) {
            draft.warning(
                    "the schema public of " + database.name() + " belongs to " + whose(schema)
                            + ", whose rights the administrator does not have: until it is changed, every role that"
                            + " may connect may create objects in it",
                    "have a superuser run in " + database.name() + ": " + String.join("; ", sql));
        }
    }

    private static String whose(ActualSchema schema) {
        return schema.owner().isEmpty() ? "a superuser" : schema.owner();
    }

    void declared() {
        for (DesiredSchema schema : database.schemas()) {
            Optional<ActualSchema> seen = Optional.ofNullable(contents.schemas().get(schema.name()));
            List<String> sql = new ArrayList<>();
            String name = identifier(schema.name());
            if (seen.isEmpty()) {
                sql.add("CREATE SCHEMA " + name + " AUTHORIZATION "
                        + identifier(schema.owner().orElse(database.owner())));
                sql.addAll(missing(schema.name(), Grants.NONE));
            } else if (!schema.name().equals(PUBLIC_SCHEMA)) {
                owner(schema.name(), seen.get())
                        .ifPresent(owner -> sql.add("ALTER SCHEMA " + name + " OWNER TO " + identifier(owner)));
            }
            if (schema.comment().isPresent()
                    && !RoleSteps.nonEmpty(schema.comment()).equals(seen.flatMap(ActualSchema::comment))) {
                sql.add("COMMENT ON SCHEMA " + name + " IS "
                        + literal(schema.comment().get()));
            }
            if (seen.isPresent() && !seen.get().usable() && !sql.isEmpty()) {
                draft.blocking(
                        "the schema " + schema.name() + " of " + database.name() + " belongs to "
                                + seen.get().owner() + ", whose rights the administrator does not have",
                        "have a superuser run in " + database.name() + ": " + String.join("; ", sql));
            } else {
                draft.inside(
                        database.name(),
                        (seen.isEmpty() ? "create schema " : "owner and comment of schema ") + schema.name(),
                        sql);
            }
        }
    }

    /** The groups' rights on one that is there. */
    void rights(String name, ActualSchema schema) {
        Optional<String> next = owner(name, schema);
        Grants grants = next.isPresent() ? schema.grants().withoutOwner(schema.owner()) : schema.grants();
        List<String> sql = missing(name, grants);
        if (schema.usable()) {
            draft.inside(database.name(), "rights on schema " + name, sql);
        } else if (!sql.isEmpty() && !schema.grants().of(Grants.PUBLIC).contains("USAGE")) {
            draft.blocking(
                    "the schema " + name + " of " + database.name() + " belongs to " + whose(schema)
                            + ", whose rights the administrator does not have, and the groups cannot use it",
                    "have a superuser run in " + database.name() + ": " + String.join("; ", sql));
        }
        boolean stays = !name.equals(PUBLIC_SCHEMA) || !ours;
        if (stays && schema.grants().of(Grants.PUBLIC).contains("CREATE")) {
            draft.warning(
                    "PUBLIC may create objects in schema " + name + " of " + database.name()
                            + "; somebody may live on it",
                    "REVOKE CREATE ON SCHEMA " + identifier(name) + " FROM PUBLIC, in " + database.name());
        }
    }

    private List<String> missing(String name, Grants grants) {
        return Missing.of(
                        database,
                        ObjectKind.SCHEMA,
                        (role, privilege) -> !grants.of(role).contains(privilege))
                .grants("SCHEMA " + identifier(name));
    }

    /** Who is to own it instead. */
    private Optional<String> owner(String name, ActualSchema schema) {
        Optional<DesiredSchema> wanted = Optional.ofNullable(declared.get(name));
        if (name.equals(PUBLIC_SCHEMA) && wanted.flatMap(DesiredSchema::owner).isEmpty()) {
            return schema.owner().equals(database.owner()) || schema.owner().equals(DATABASE_OWNER)
                    ? Optional.empty()
                    : Optional.of(database.owner());
        }
        return wanted.flatMap(DesiredSchema::owner).filter(owner -> !owner.equals(schema.owner()));
    }
}
