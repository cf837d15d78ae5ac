package dev.postern.datastore.inspect;

import dev.postern.datastore.inspect.Finding.Severity;
import dev.postern.datastore.store.Names;
import dev.postern.datastore.store.SchemaFacts;
import dev.postern.datastore.store.SearchPath;
import dev.postern.datastore.store.Snapshot;
import dev.postern.datastore.store.StoreFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with where the tables are and which version they have. */
final class StoreFindings {
    private final StoreFacts facts;
    private final List<Finding> found = new ArrayList<>();

    private StoreFindings(StoreFacts facts) {
        this.facts = facts;
    }

    static List<Finding> of(Snapshot store, SchemaVersion schema) {
        StoreFindings findings = new StoreFindings(store.facts());
        findings.version(store, schema);
        findings.elsewhere();
        store.facts().path().ifPresent(findings::path);
        return List.copyOf(findings.found);
    }

    private void add(Severity severity, String code, String what, String fix) {
        found.add(new Finding(severity, code, what, fix));
    }

    private void version(Snapshot store, SchemaVersion schema) {
        Optional<Long> number = schema.number();
        if (number.isEmpty()) {
            add(
                    Severity.WARNING,
                    "SCHEMA_UNKNOWN",
                    "which schema this is cannot be told: "
                            + schema.unreadable().orElse(""),
                    "let the role read migrations");
            return;
        }
        if (number.get() > Releases.NEWEST) {
            add(
                    Severity.WARNING,
                    "SCHEMA_NEWER",
                    "schema " + number.get() + " is newer than " + Releases.NEWEST
                            + " of SPIRE 1.15, the newest that is known here: what it added is not shown",
                    "use a newer Postern");
        }
        List<String> missing = Names.ALL.stream()
                .filter(name -> Releases.since(name) <= number.get())
                .filter(name -> store.table(name).isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            add(
                    Severity.PROBLEM,
                    "TABLES_MISSING",
                    "schema " + number.get() + " has tables that are not there: " + String.join(", ", missing),
                    "restore them; SPIRE makes its tables only where there is no migrations");
        }
        List<String> early = Names.ALL.stream()
                .filter(name -> Releases.since(name) > number.get())
                .filter(name -> store.table(name).isPresent())
                .toList();
        if (!early.isEmpty()) {
            add(
                    Severity.WARNING,
                    "TABLES_OF_ANOTHER_SCHEMA",
                    "tables that came after schema " + number.get() + " are there: " + String.join(", ", early),
                    "a part was restored, or a migration was undone by hand: compare with a backup");
        }
    }

    private void elsewhere() {
        for (SchemaFacts other : facts.schemas()) {
            if (!other.schema().equals(facts.schema())) {
                add(
                        Severity.WARNING,
                        "TABLES_ELSEWHERE",
                        "the schema " + other.schema() + " has "
                                + other.tables().size() + " tables of SPIRE's, too: "
                                + String.join(", ", other.tables()),
                        "look at them with --schema " + other.schema() + "; drop what nobody uses");
            }
        }
        if (facts.otherCount() > 0) {
            add(
                    Severity.NOTE,
                    "OTHER_TABLES",
                    facts.otherCount() + " tables or views that are not SPIRE's are in " + facts.schema() + ": "
                            + String.join(", ", facts.others()),
                    "");
        }
    }

    private void path(SearchPath path) {
        Optional<String> current = path.current();
        boolean visible = path.schemas().contains(facts.schema());
        if (current.filter(facts.schema()::equals).isEmpty()) {
            add(
                    Severity.PROBLEM,
                    "SEARCH_PATH",
                    path.owner() + ", who owns the tables, looks first in "
                            + current.orElse("no schema at all") + " (search_path " + path.setting()
                            + "), but they are in " + facts.schema()
                            + (visible ? "" : ", which is not in its search_path")
                            + ": at its next start SPIRE would make a new, empty set there, with a new authority",
                    "ALTER ROLE … SET search_path, unless SPIRE's connection_string sets it; or move the tables");
        } else if (facts.schema().equals("public") && path.ownWouldBeFirst()) {
            add(
                    Severity.NOTE,
                    "SEARCH_PATH",
                    "the tables are in public: as soon as there is a schema called " + path.owner()
                            + ", SPIRE would look there first and make a new, empty set",
                    "never make a schema of that name; or give SPIRE a schema of its own from the beginning");
        }
    }
}
