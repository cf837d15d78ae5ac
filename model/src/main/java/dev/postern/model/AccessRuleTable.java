package dev.postern.model;

import dev.postern.model.AccessRule.ClusterSelector;
import dev.postern.model.AccessRule.Effect;
import dev.postern.model.AccessRule.Match;
import dev.postern.model.AccessRule.Session;
import dev.postern.model.problem.ManifestCode;
import dev.postern.model.shape.Fields;
import dev.postern.model.shape.Key;
import dev.postern.model.shape.ListShape;
import dev.postern.model.shape.MapShape;
import dev.postern.model.shape.ObjectShape;
import dev.postern.model.shape.Outcome;
import dev.postern.model.shape.TextShape;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of {@link AccessRule}. */
final class AccessRuleTable {
    static final String ANY = "*";
    static final String REPLICATION = "replication";

    private static final String SUBJECT_FIX = "write user:NAME or user:*";

    static final Kind<AccessRule> KIND = kind();

    private AccessRuleTable() {}

    private static Kind<AccessRule> kind() {
        Fields.Builder<AccessRule> spec = new Fields.Builder<>();
        Key<Optional<Match>> allow = spec.optional(
                "allow", match(), "who may reach what; either this or `deny`", rule -> matchOf(rule, Effect.ALLOW));
        Key<Optional<Match>> deny = spec.optional(
                "deny", match(), "who may not, whatever else allows it", rule -> matchOf(rule, Effect.DENY));
        Key<Session> session = spec.withDefault(
                "session",
                session(),
                new Session(Optional.empty()),
                "unbounded",
                "what holds for sessions that this rule allows",
                AccessRule::session);
        spec.check((values, mapping, scope) -> {
            if (values.get(deny).isPresent() && values.get(session).maxTtl().isPresent()) {
                scope.add(
                        Places.of(mapping, "session"),
                        ManifestCode.CONTRADICTION,
                        scope.path() + ".session has no meaning in a rule that denies",
                        "remove it");
            }
            boolean both = values.get(allow).isPresent() && values.get(deny).isPresent();
            if (both || (values.get(allow).isEmpty() && values.get(deny).isEmpty())) {
                scope.add(
                        mapping.place(),
                        both ? ManifestCode.CONTRADICTION : ManifestCode.MISSING,
                        scope.path() + " has " + (both ? "both allow and deny" : "neither allow nor deny"),
                        "write one of them; make two rules for two effects");
            }
        });
        return new Kind<>(
                "AccessRule",
                AccessRule.class,
                "Who may reach what through the gateway. Nothing is allowed by default; a matching deny wins.",
                spec.build(),
                (metadata, values) -> new AccessRule(
                        metadata,
                        values.get(deny).isPresent() ? Effect.DENY : Effect.ALLOW,
                        values.get(allow).or(() -> values.get(deny)).orElseThrow(),
                        values.get(session)));
    }

    private static Optional<Match> matchOf(AccessRule rule, Effect effect) {
        return Optional.of(rule.match()).filter(_ -> rule.effect() == effect);
    }

    private static ObjectShape<Match> match() {
        Fields.Builder<Match> fields = new Fields.Builder<>();
        Key<List<String>> subjects = fields.required(
                "subjects",
                ListShape.atLeastOne(TextShape.of("subject", "", AccessRuleTable::subject)),
                "`user:NAME`, `user:*` (every person); `group:NAME` and `workload:SPIFFE-ID` are not enforced by this build",
                Match::subjects);
        Key<ClusterSelector> clusters =
                fields.required("clusters", clusters(), "by name or by labels", Match::clusters);
        Key<List<String>> databases = fields.required(
                "databases",
                ListShape.atLeastOne(TextShape.of("database name", "", AccessRuleTable::databasePattern)),
                "names in PostgreSQL; `*` is every database; `replication` is replication connections and is not in"
                        + " an allowing `*`",
                Match::databases);
        Key<List<String>> roles = fields.required(
                "roles",
                ListShape.atLeastOne(TextShape.of("role name", "", AccessRuleTable::rolePattern)),
                "names in PostgreSQL; an allowing `*` is every role that the Database declares, a denying one every"
                        + " role",
                Match::roles);
        return new ObjectShape<>(
                fields.build(),
                values -> new Match(
                        values.get(subjects), values.get(clusters), values.get(databases), values.get(roles)));
    }

    private static ObjectShape<ClusterSelector> clusters() {
        TextShape<String> name =
                TextShape.of("name", "", text -> text.equals(ANY) ? Outcome.good(text) : Names.resource(text));
        Fields.Builder<ClusterSelector> fields = new Fields.Builder<>();
        Key<List<String>> names = fields.withDefault(
                "names", ListShape.of(name), List.of(), "none", "Clusters; `*` is every one", ClusterSelector::names);
        Key<Map<String, List<String>>> labels = fields.withDefault(
                "labels",
                new MapShape<>(
                        "key",
                        Names::labelKey,
                        new ListShape<>(TextShape.of("text", "", Names::labelPattern), 1, true),
                        0),
                Map.of(),
                "none",
                "every key must fit, one value of a key is enough, `*` fits any value; in addition to those named",
                ClusterSelector::labels);
        fields.check((values, mapping, scope) -> {
            if (values.get(names).isEmpty() && values.get(labels).isEmpty()) {
                scope.add(
                        mapping.place(),
                        ManifestCode.MISSING,
                        scope.path() + " selects nothing",
                        "name clusters, or labels; {names: [\"*\"]} is every cluster");
            }
        });
        return new ObjectShape<>(fields.build(), values -> new ClusterSelector(values.get(names), values.get(labels)));
    }

    private static ObjectShape<Session> session() {
        Fields.Builder<Session> fields = new Fields.Builder<>();
        Key<Optional<Duration>> maxTtl =
                fields.optional("maxTtl", TtlText.SHAPE, "a session ends after it", Session::maxTtl);
        fields.later("audit", "sessions are recorded, statements are not");
        return new ObjectShape<>(fields.build(), values -> new Session(values.get(maxTtl)));
    }

    private static Outcome<String> subject(String text) {
        int colon = text.indexOf(':');
        String name = text.substring(colon + 1);
        return switch (colon < 0 ? "" : text.substring(0, colon)) {
            case "user" -> name.equals(ANY) ? Outcome.good(text) : plain(text, name);
            case "group" -> Outcome.later("names a group", "name its people, each as user:NAME");
            case "workload" ->
                Outcome.later(
                        "names a workload",
                        "give it a Binding; it then connects with that one's certificate, past the gateway");
            default -> Outcome.bad("is not a subject", SUBJECT_FIX);
        };
    }

    private static Outcome<String> plain(String text, String name) {
        return switch (Names.identifier(name)) {
            case Outcome.Good<String> _ when name.indexOf('*') < 0 -> Outcome.good(text);
            case Outcome.Good<String> _ -> Outcome.bad("has a wildcard where none is known", SUBJECT_FIX);
            case Outcome.Bad<String> bad -> bad;
            case Outcome.Later<String> later -> later;
        };
    }

    private static Outcome<String> databasePattern(String text) {
        return text.equals(ANY) || text.equals(REPLICATION) ? Outcome.good(text) : Names.database(text);
    }

    private static Outcome<String> rolePattern(String text) {
        return text.equals(ANY) ? Outcome.good(text) : Names.identifier(text);
    }
}
