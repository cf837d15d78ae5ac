package dev.postern.model;

import dev.postern.model.shape.Row;
import java.util.LinkedHashMap;
import java.util.Map;

/** The page {@code docs/declare.md}, from the tables by which declarations are read. */
final class DeclarePage {
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
        page.append("""

                ## Rules that concern several resources

                - A name is declared once for each kind; what a resource refers to is in the same files, or was applied before.
                - A Binding's roles are declared by its Database and may log in. A folder is filled by one Binding.
                - Two Databases cannot be the same database of a Cluster. A role is the same in every database of a Cluster: whether it may log in, and its connection limit. An owner of a database does not log in anywhere.
                - An AccessRule names clusters, databases and roles that are declared (a role for `replication` need not be). `postgres` and roles called `pg_…` cannot be declared.
                - In a rule that allows, `*` is narrow: databases without replication, roles that the asked Database declares. In a rule that denies, `*` is everything. Of several rules that allow, the one with the shortest `maxTtl` holds.

                ## Known, not enforced by this build

                These are refused by name, so that nobody relies on them.

                | What | Instead |
                |---|---|
                """);
        Map<String, String> refused = new LinkedHashMap<>();
        Kinds.LATER.forEach((kind, instead) -> refused.put("kind " + kind, instead));
        Kind.METADATA.table().notEnforced("metadata.").forEach(refused::put);
        Kinds.ALL.forEach(kind ->
                kind.spec().notEnforced("").forEach((what, instead) -> refused.put(kind.name() + " " + what, instead)));
        refused.put("AccessRule subjects: group:NAME", "name its people, each as user:NAME");
        refused.forEach((what, instead) ->
                page.append("| `").append(what).append("` | ").append(instead).append(" |\n"));
        return page.toString();
    }

    private static void append(StringBuilder page, Row row) {
        page.append("| `%s` | %s | %s | %s |\n".formatted(row.name(), row.type(), row.presence(), row.meaning()));
    }
}
