package dev.postern.model;

import dev.postern.model.problem.ManifestCode;
import dev.postern.model.shape.Fields;
import dev.postern.model.shape.FlagShape;
import dev.postern.model.shape.Key;
import dev.postern.model.shape.ListShape;
import dev.postern.model.shape.NumberShape;
import dev.postern.model.shape.Outcome;
import dev.postern.model.shape.Scope;
import dev.postern.model.shape.TextShape;
import dev.postern.model.shape.Values;
import dev.postern.model.shape.WordShape;
import dev.postern.model.tree.Node;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The rows of a {@link DatabaseRole} but its name, in whichever table they stand.
 *
 * @param <R> the record of that table
 */
final class RoleFields<R> {
    private static final int UNLIMITED = -1;

    private static final TextShape<Instant> INSTANT = new TextShape<>(
            "time such as `\"2027-01-31T00:00:00Z\"`", "^[0-9]{4}-.*$", (text, _) -> instant(text), Instant::toString);

    private static final WordShape<DatabaseRole.Profile> PROFILE = WordShape.of(
            List.of(DatabaseRole.Profile.values()), value -> value.name().toLowerCase(Locale.ROOT), List.of("owner"));

    private final Key<DatabaseRole.Profile> profile;
    private final Key<Optional<Boolean>> login;
    private final Key<Optional<Integer>> limit;
    private final Key<List<String>> inRoles;
    private final Key<Optional<Boolean>> inherit;
    private final Key<Optional<Instant>> validUntil;
    private final Key<Map<String, String>> settings;
    private final Key<Optional<String>> comment;
    private final Key<Optional<String>> schema;
    private final Key<Ensure> ensure;

    /** @param of the role inside of what the table writes */
    RoleFields(Fields.Builder<R> fields, Function<R, DatabaseRole> of) {
        this.profile = fields.required(
                "profile",
                PROFILE,
                "`migrator` creates and alters objects as the owner; `application` reads and writes rows;"
                        + " `reader` reads; `service` owns a schema of its own and migrates it by itself",
                role -> of.apply(role).profile());
        this.login = fields.optional(
                "login",
                new FlagShape(),
                "whether it may log in; `true` when it is made",
                role -> of.apply(role).login());
        this.limit = fields.optional(
                "connectionLimit",
                new NumberShape(UNLIMITED, Integer.MAX_VALUE),
                "how many connections it may have at once; `-1` is unlimited",
                role -> of.apply(role).connectionLimit());
        this.inRoles = fields.withDefault(
                "inRoles",
                ListShape.of(Names.GROUP),
                List.of(),
                "none",
                "roles that it is a member of besides",
                role -> of.apply(role).inRoles());
        this.inherit = fields.optional(
                "inherit",
                new FlagShape(),
                "whether it has the rights of `inRoles` without asking",
                role -> of.apply(role).inherit());
        this.validUntil = fields.optional(
                "validUntil",
                INSTANT,
                "until when its password holds",
                role -> of.apply(role).validUntil());
        this.settings = fields.withDefault(
                "settings",
                DatabaseTable.SETTINGS,
                Map.of(),
                "none",
                "`ALTER ROLE … IN DATABASE … SET`",
                role -> of.apply(role).settings());
        this.comment = fields.optional(
                "comment",
                SecretShape.PLAIN,
                "`COMMENT ON ROLE`",
                role -> of.apply(role).comment());
        this.schema = fields.optional(
                "schema",
                Settings.SCHEMA,
                "the schema that a `service` owns and finds first; called as the role when not given",
                role -> of.apply(role).schema());
        this.ensure = fields.withDefault(
                "ensure",
                DatabaseTable.ENSURE,
                Ensure.PRESENT,
                "`present`",
                "`absent`: what it owns goes to the owner and the role is dropped, which needs `--allow-destroy`",
                role -> of.apply(role).ensure());
        fields.later("password", "declare it in the Binding's credentials").check(this::check);
    }

    private void check(Values values, Node.Mapping mapping, Scope scope) {
        if (values.get(schema).isPresent() && values.get(profile) != DatabaseRole.Profile.SERVICE) {
            scope.add(
                    Places.of(mapping, "schema"),
                    ManifestCode.CONTRADICTION,
                    scope.field("schema").path() + " stands at a role that is no service, and only a service owns one",
                    "remove it, or say profile: service");
        }
        if (values.get(settings).containsKey("search_path") && values.get(profile) == DatabaseRole.Profile.SERVICE) {
            scope.add(
                    Places.of(mapping, "settings", "search_path"),
                    ManifestCode.CONTRADICTION,
                    scope.field("settings").path() + " sets search_path, which the profile service sets to its"
                            + " schema",
                    "remove it, or name the schema in schema");
        }
    }

    DatabaseRole role(String name, Values values) {
        return new DatabaseRole(
                name,
                values.get(profile),
                values.get(login),
                values.get(limit),
                values.get(inRoles),
                values.get(inherit),
                values.get(validUntil),
                values.get(settings),
                values.get(comment),
                values.get(schema),
                values.get(ensure));
    }

    private static Outcome<Instant> instant(String text) {
        try {
            return Outcome.good(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            return Outcome.bad("is not a time with its zone", "write it as \"2027-01-31T00:00:00Z\"");
        }
    }
}
