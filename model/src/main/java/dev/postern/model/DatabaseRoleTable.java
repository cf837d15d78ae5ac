package dev.postern.model;

import dev.postern.model.shape.Fields;
import dev.postern.model.shape.FlagShape;
import dev.postern.model.shape.Key;
import dev.postern.model.shape.ListShape;
import dev.postern.model.shape.NumberShape;
import dev.postern.model.shape.ObjectShape;
import dev.postern.model.shape.Outcome;
import dev.postern.model.shape.TextShape;
import dev.postern.model.shape.WordShape;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The table of {@link DatabaseRole}. */
final class DatabaseRoleTable {
    private static final int UNLIMITED = -1;

    private static final TextShape<Instant> INSTANT = new TextShape<>(
            "time such as `\"2027-01-31T00:00:00Z\"`", "^[0-9]{4}-.*$", (text, _) -> instant(text), Instant::toString);

    static final ObjectShape<DatabaseRole> SHAPE = shape();

    private DatabaseRoleTable() {}

    private static ObjectShape<DatabaseRole> shape() {
        Fields.Builder<DatabaseRole> fields = new Fields.Builder<>();
        Key<String> name = fields.required("name", Names.ROLE, "as PostgreSQL knows it", DatabaseRole::name);
        Key<DatabaseRole.Profile> profile = fields.required(
                "profile",
                WordShape.of(
                        List.of(DatabaseRole.Profile.values()),
                        value -> value.name().toLowerCase(Locale.ROOT),
                        List.of("owner")),
                "`migrator` creates and alters objects as the owner; `application` reads and writes rows;"
                        + " `reader` reads; `service` owns a schema of its own and migrates it by itself",
                DatabaseRole::profile);
        Key<Optional<Boolean>> login = fields.optional(
                "login", new FlagShape(), "whether it may log in; `true` when it is made", DatabaseRole::login);
        Key<Optional<Integer>> limit = fields.optional(
                "connectionLimit",
                new NumberShape(UNLIMITED, Integer.MAX_VALUE),
                "how many connections it may have at once; `-1` is unlimited",
                DatabaseRole::connectionLimit);
        Key<List<String>> inRoles = fields.withDefault(
                "inRoles",
                ListShape.of(Names.GROUP),
                List.of(),
                "none",
                "roles that it is a member of besides",
                DatabaseRole::inRoles);
        Key<Optional<Boolean>> inherit = fields.optional(
                "inherit",
                new FlagShape(),
                "whether it has the rights of `inRoles` without asking",
                DatabaseRole::inherit);
        Key<Optional<Instant>> validUntil =
                fields.optional("validUntil", INSTANT, "until when its password holds", DatabaseRole::validUntil);
        Key<Map<String, String>> settings = fields.withDefault(
                "settings",
                DatabaseTable.SETTINGS,
                Map.of(),
                "none",
                "`ALTER ROLE … IN DATABASE … SET`",
                DatabaseRole::settings);
        Key<Optional<String>> comment =
                fields.optional("comment", SecretShape.PLAIN, "`COMMENT ON ROLE`", DatabaseRole::comment);
        Key<Optional<String>> schema = fields.optional(
                "schema",
                Settings.SCHEMA,
                "the schema that a `service` owns and finds first; called as the role when not given",
                DatabaseRole::schema);
        Key<Ensure> ensure = fields.withDefault(
                "ensure",
                DatabaseTable.ENSURE,
                Ensure.PRESENT,
                "`present`",
                "`absent`: what it owns goes to the owner and the role is dropped, which needs `--allow-destroy`",
                DatabaseRole::ensure);
        fields.later("password", "declare it in the Binding's credentials");
        return new ObjectShape<>(
                fields.build(),
                values -> new DatabaseRole(
                        values.get(name),
                        values.get(profile),
                        values.get(login),
                        values.get(limit),
                        values.get(inRoles),
                        values.get(inherit),
                        values.get(validUntil),
                        values.get(settings),
                        values.get(comment),
                        values.get(schema),
                        values.get(ensure)));
    }

    private static Outcome<Instant> instant(String text) {
        try {
            return Outcome.good(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            return Outcome.bad("is not a time with its zone", "write it as \"2027-01-31T00:00:00Z\"");
        }
    }
}
