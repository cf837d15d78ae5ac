package dev.postern.datastore.inspect;

import dev.postern.datastore.inspect.Finding.Severity;
import dev.postern.datastore.store.Names;
import dev.postern.datastore.store.Snapshot;
import dev.postern.datastore.store.Table;
import dev.postern.datastore.store.UnreadableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong in rows, looked for in all of them by the database itself. */
final class RowFindings {
    private static final int EXAMPLES = 3;
    private static final long DAY = 86_400;

    private final Snapshot store;
    private final long now;
    private final List<Finding> found = new ArrayList<>();

    RowFindings(Snapshot store, Instant now) {
        this.store = store;
        this.now = now.getEpochSecond();
    }

    List<Finding> all() {
        parents();
        agents();
        orphans();
        entries();
        rest();
        return List.copyOf(found);
    }

    private record Hit(long count, String example) {}

    /** @param from what follows FROM, with its condition */
    private void look(Severity severity, String code, String example, String from, String what, String fix) {
        try {
            List<Hit> hits = store.rows(
                    "SELECT count(*) OVER (), " + store.dialect().text(example) + " FROM " + from + " LIMIT "
                            + EXAMPLES,
                    row -> new Hit(row.number(1), row.text(2)));
            if (!hits.isEmpty()) {
                long count = hits.getFirst().count();
                String shown = String.join(", ", hits.stream().map(Hit::example).toList());
                found.add(new Finding(
                        severity, code, count + " " + what + ": " + shown + (count > EXAMPLES ? ", …" : ""), fix));
            }
        } catch (UnreadableException closed) {
            unchecked(code, closed);
        }
    }

    private void unchecked(String code, UnreadableException why) {
        Finding note = new Finding(Severity.NOTE, "NOT_CHECKED", code + " was not looked for: " + why.why(), "");
        if (!found.contains(note)) {
            found.add(note);
        }
    }

    private interface Check {
        void run() throws UnreadableException;
    }

    private void when(String code, Check check) {
        try {
            check.run();
        } catch (UnreadableException closed) {
            unchecked(code, closed);
        }
    }

    private String sql(String table, String... columns) throws UnreadableException {
        return store.readable(table, List.of(columns)).sql();
    }

    private void parents() {
        String code = "PARENT_MISSING";
        when(code, () -> {
            Table entries = store.readable(Names.ENTRIES, List.of("entry_id", "spiffe_id", "parent_id"));
            store.readable(Names.AGENTS, List.of("spiffe_id"));
            String token = Parents.tokens(store).orElse("e.parent_id LIKE '%" + TokenMask.PART + "%'");
            Optional<String> agent = Parents.agents(store);
            look(
                    Severity.WARNING,
                    code,
                    "e.entry_id || ' (' || e.spiffe_id || ')'",
                    entries.sql() + " e WHERE NOT " + Parents.isServer("e.parent_id") + " AND NOT "
                            + agent.orElse("1 = 1") + " AND NOT " + Parents.entry(entries) + " AND NOT " + token,
                    "entries have a parent that is neither an agent nor an entry, so nobody gets them",
                    "spire-server entry update -entryID … -parentID …, or entry delete");
        });
    }

    private void agents() {
        when("AGENTS_EXPIRED", () -> {
            String agents = sql(Names.AGENTS, "spiffe_id", "expires_at", "serial_number");
            look(
                    Severity.WARNING,
                    "AGENTS_EXPIRED",
                    "spiffe_id",
                    agents + " WHERE coalesce(serial_number, '') <> '' AND "
                            + store.dialect().epoch("expires_at") + " < " + now,
                    "agents have expired and were never evicted",
                    "spire-server agent purge -expiredFor 720h, or prune_attested_nodes_expired_for in server.conf");
            look(
                    Severity.NOTE,
                    "AGENTS_BANNED",
                    "spiffe_id",
                    agents + " WHERE coalesce(serial_number, '') = ''",
                    "agents are banned",
                    "spire-server agent evict -spiffeID … lets one attest again");
        });
    }

    private void orphans() {
        String entry = "registered_entry_id";
        for (String name : List.of(Names.SELECTORS, Names.DNS_NAMES, Names.FEDERATIONS)) {
            when("ORPHANS", () -> {
                String table = sql(name, entry);
                String entries = sql(Names.ENTRIES, "id");
                orphan(
                        name,
                        entry,
                        table + " o WHERE NOT EXISTS (SELECT 1 FROM " + entries + " e WHERE e.id = o." + entry + ")",
                        "entries");
            });
        }
        when("ORPHANS", () -> {
            String table = sql(Names.FEDERATIONS, "bundle_id");
            String bundles = sql(Names.BUNDLES, "id");
            orphan(
                    Names.FEDERATIONS,
                    "bundle_id",
                    table + " o WHERE NOT EXISTS (SELECT 1 FROM " + bundles + " b WHERE b.id = o.bundle_id)",
                    "bundles");
        });
        when("ORPHANS", () -> {
            String table = sql(Names.NODE_SELECTORS, "spiffe_id");
            String agents = sql(Names.AGENTS, "spiffe_id");
            orphan(
                    Names.NODE_SELECTORS,
                    "spiffe_id",
                    table + " o WHERE NOT EXISTS (SELECT 1 FROM " + agents + " a WHERE a.spiffe_id = o.spiffe_id)",
                    "agents");
        });
    }

    private void orphan(String table, String example, String from, String what) {
        look(
                Severity.WARNING,
                "ORPHANS",
                "o." + example,
                from,
                "rows of " + table + " belong to " + what + " that are not there",
                "SPIRE never reads them; somebody has deleted by hand or restored a part");
    }

    private void entries() {
        when(
                "ENTRIES_EXPIRED",
                () -> look(
                        Severity.WARNING,
                        "ENTRIES_EXPIRED",
                        "entry_id",
                        sql(Names.ENTRIES, "entry_id", "expiry") + " WHERE expiry > 0 AND expiry < " + now,
                        "entries have expired and are still there",
                        "a running server removes them within minutes: is one running?"));
        when(
                "ENTRIES_WITHOUT_SELECTORS",
                () -> look(
                        Severity.WARNING,
                        "ENTRIES_WITHOUT_SELECTORS",
                        "e.entry_id",
                        sql(Names.ENTRIES, "entry_id", "id") + " e WHERE NOT EXISTS (SELECT 1 FROM "
                                + sql(Names.SELECTORS, "registered_entry_id")
                                + " s WHERE s.registered_entry_id = e.id)",
                        "entries have no selectors, so nothing matches them",
                        "spire-server entry update -entryID … -selector …"));
    }

    private void rest() {
        when(
                "TOKENS_EXPIRED",
                () -> look(
                        Severity.NOTE,
                        "TOKENS_EXPIRED",
                        "'row ' || id",
                        sql(Names.JOIN_TOKENS, "id", "expiry") + " WHERE expiry < " + now,
                        "join tokens have expired unused",
                        "make new ones; a running server removes these"));
        when(
                "BUNDLE_NEVER_FETCHED",
                () -> look(
                        Severity.WARNING,
                        "BUNDLE_NEVER_FETCHED",
                        "f.trust_domain",
                        sql(Names.FEDERATED_DOMAINS, "trust_domain") + " f WHERE NOT EXISTS (SELECT 1 FROM "
                                + sql(Names.BUNDLES, "trust_domain") + " b WHERE b.trust_domain = f.trust_domain)",
                        "federated trust domains have no bundle yet",
                        "spire-server federation refresh -id …, and look into its log"));
        for (String events : List.of(Names.AGENT_EVENTS, Names.ENTRY_EVENTS)) {
            if (store.table(events).isPresent()) {
                when(
                        "EVENTS_OLD",
                        () -> look(
                                Severity.NOTE,
                                "EVENTS_OLD",
                                "id",
                                sql(events, "id", "created_at") + " WHERE "
                                        + store.dialect().epoch("created_at") + " < " + (now - 2 * DAY),
                                "rows of " + events + " are older than two days",
                                "a running server removes them after 12 hours unless told otherwise: is one running?"));
            }
        }
    }
}
