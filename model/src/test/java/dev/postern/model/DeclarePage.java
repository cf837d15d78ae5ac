package dev.postern.model;

import dev.postern.model.shape.Row;
import java.util.LinkedHashMap;
import java.util.Map;

/** The page {@code docs/declare.md}, from the tables by which declarations are read. */
final class DeclarePage {
    private static final String RULES = """

                ## Rules that concern several resources

                - A name is declared once for each kind; what a resource refers to is in the same files, or was applied before.
                - A role stands among its Database's `roles`, or in a DatabaseRole of its own that names the Database. Both are the same.
                - A Binding's roles are declared for its Database, stay, and may log in. A folder, a manifest and Podman's secrets are filled by one Binding.
                - Two Clusters are two servers. Two Databases cannot be the same database of a Cluster. A Cluster has one namespace of roles: owners, group roles, declared roles and the logins `NAME_a` and `NAME_b` of `rotation: alternate` each have a name of their own, made ones too; only an owner may own several databases, a role may use several, and the administrator may be either. It is then the same in each of them (`login`, `connectionLimit`, `inRoles`, `inherit`, `validUntil`, `comment`, `ensure`).
                - `inRoles` makes no circle, and joins nobody who is to be absent.
                - A schema stands once in a Database, in `schemas` or as that of a `service`. It belongs to the database's owner, a migrator or a service.
                - A role has one password. Bindings that present it name the same source in `credentials` and the same `rotation`; two roles do not have the same literal password.
                - Names that PostgreSQL keeps as they are have 1 to 63 bytes of visible characters in Unicode's form NFC; quotes, dots and spaces are allowed.
                - No problem shows what stands at the place of a secret.
                - An AccessRule names clusters, databases and roles that are declared (a role for `replication` need not be). `postgres` and roles called `pg_…` cannot be declared.
                - In a rule that allows, `*` is narrow: databases without replication (logical replication, which answers SQL, needs `replication` and its database), roles that the asked Database declares. In a rule that denies, `*` is everything. Of several rules that allow, the one with the shortest `maxTtl` holds.

                ## Known, not enforced by this build

                These are refused by name, so that nobody relies on them.

                | What | Instead |
                |---|---|
                """;

    private DeclarePage() {}

    static String markdown() {
        StringBuilder page = new StringBuilder("""
                # What can be declared

                Generated from the tables by which declarations are read; a test fails when this page is stale.

                A declaration is a YAML file (several documents are separated by `---`) or, when its name ends in `.json`, a JSON file. Files are read as a whole: every problem of every file is reported at once, with file, line, column and what to change; nothing is applied unless there is none. A field that Postern knows but this build cannot enforce is refused, never ignored. A text that looks like a number or like `true` has to be quoted.

                ```yaml
                """);
        page.append(ManifestReaderTest.ORDERS).append("""
                ```

                Every document has these fields:

                | Field | Type | Default | Meaning |
                |---|---|---|---|
                | `apiVersion` | `postern.dev/v1alpha1` | required | the version of these tables |
                | `kind` | one of the kinds below | required | what is declared |
                """);
        Kind.METADATA.table().rows("metadata.").forEach(row -> append(page, row));
        page.append("| `spec` | mapping | required | the fields of the kind |\n");
        for (Kind<?> kind : Kinds.ALL) {
            page.append("\n## ")
                    .append(kind.name())
                    .append("\n\n")
                    .append(kind.meaning())
                    .append("\n\n");
            page.append("| Field | Type | Default | Meaning |\n|---|---|---|---|\n");
            kind.spec().rows("spec.").forEach(row -> append(page, row));
        }
        appendOptions(page);
        page.append(RULES);
        Map<String, String> refused = new LinkedHashMap<>();
        Kinds.LATER.forEach((kind, instead) -> refused.put("kind " + kind, instead));
        Kind.METADATA.table().notEnforced("metadata.").forEach(refused::put);
        Kinds.ALL.forEach(kind ->
                kind.spec().notEnforced("").forEach((what, instead) -> refused.put(kind.name() + " " + what, instead)));
        refused.put("AccessRule subjects: group:NAME", "name its people, each as user:NAME");
        refused.put(
                "AccessRule subjects: workload:SPIFFE-ID",
                "give it a Binding; it then connects with that one's certificate, past the gateway");
        refused.forEach((what, instead) ->
                page.append("| `").append(what).append("` | ").append(instead).append(" |\n"));
        return page.toString();
    }

    private static void appendOptions(StringBuilder page) {
        page.append("""

                ## Options of consumers

                `spec.options` of a Binding, by its consumer.

                | Consumer | Option | One of | Meaning |
                |---|---|---|---|
                """);
        ConsumerOptions.table()
                .forEach((consumer, options) -> options.forEach(option -> page.append("| `%s` | `%s` | %s | %s |\n"
                        .formatted(
                                consumer,
                                option.name(),
                                option.words().isEmpty()
                                        ? "any text"
                                        : "`" + String.join("` or `", option.words()) + "`",
                                option.meaning()))));
    }

    private static void append(StringBuilder page, Row row) {
        page.append("| `%s` | %s | %s | %s |\n".formatted(row.name(), row.type(), row.presence(), row.meaning()));
    }
}
