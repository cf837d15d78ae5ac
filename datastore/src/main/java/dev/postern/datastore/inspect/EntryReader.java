package dev.postern.datastore.inspect;

import dev.postern.datastore.authority.EpochSeconds;
import dev.postern.datastore.store.Names;
import dev.postern.datastore.store.Snapshot;
import dev.postern.datastore.store.Table;
import dev.postern.datastore.store.UnreadableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads registration entries with what hangs on them. */
final class EntryReader {
    /** Of each entry on average; more is cut. */
    private static final int MOST_EACH = 50;

    private final Snapshot store;
    private final TokenMask mask;
    private final Map<Long, List<String>> selectors;
    private final Map<Long, List<String>> dnsNames;
    private final Map<Long, List<String>> federations;

    private EntryReader(Snapshot store, Table entries) {
        this.store = store;
        this.mask = new TokenMask(tokenAgents(store));
        this.selectors = selectors(entries);
        this.dnsNames = dnsNames(entries);
        this.federations = federations(entries);
    }

    static Section<Entry> read(Snapshot store) {
        try {
            Table entries = store.readable(Names.ENTRIES, List.of("id", "entry_id", "spiffe_id", "parent_id"));
            return new EntryReader(store, entries).entries(entries);
        } catch (UnreadableException closed) {
            return Section.closed(closed.why());
        }
    }

    private Section<Entry> entries(Table table) throws UnreadableException {
        Columns columns = new Columns(store, table);
        String sql = "SELECT id, " + columns.text("entry_id") + ", " + columns.text("spiffe_id") + ", "
                + columns.text("parent_id") + ", " + columns.number("ttl") + ", " + columns.number("jwt_svid_ttl")
                + ", "
                + columns.flag("admin") + ", " + columns.flag("downstream") + ", " + columns.flag("store_svid") + ", "
                + columns.text("hint") + ", " + columns.number("expiry") + ", " + columns.number("revision_number")
                + ", " + parent(table) + " FROM " + table.sql() + " e ORDER BY id LIMIT "
                + store.limits().rows();
        List<Entry> rows = store.rows(sql, row -> {
            long id = row.number(1);
            return new Entry(
                    row.text(2),
                    mask.shown(row.text(3)),
                    mask.shown(row.text(4)),
                    row.text(13),
                    selectors.getOrDefault(id, List.of()),
                    dnsNames.getOrDefault(id, List.of()),
                    federations.getOrDefault(id, List.of()),
                    row.number(5),
                    row.number(6),
                    row.flag(7),
                    row.flag(8),
                    row.flag(9),
                    row.said(10),
                    EpochSeconds.instant(row.number(11)),
                    row.number(12));
        });
        return new Section<>(store.count("SELECT count(*) FROM " + table.sql()), rows, Optional.empty());
    }

    private String parent(Table entries) {
        return "CASE WHEN " + Parents.isServer("e.parent_id") + " THEN 'server'"
                + Parents.agents(store)
                        .map(it -> " WHEN " + it + " THEN 'agent'")
                        .orElse("")
                + " WHEN " + Parents.entry(entries) + " THEN 'entry'"
                + Parents.tokens(store)
                        .map(it -> " WHEN " + it + " THEN 'token'")
                        .orElse("")
                + " ELSE " + (Parents.agents(store).isPresent() ? "'missing'" : "'unknown'") + " END";
    }

    private Map<Long, List<String>> selectors(Table entries) {
        return byEntry(
                Names.SELECTORS,
                List.of("registered_entry_id", "type", "value"),
                (table, columns) -> "SELECT registered_entry_id, " + columns.text("type") + " || ':' || "
                        + columns.text("value") + " FROM " + table.sql() + within(entries) + " ORDER BY id LIMIT ");
    }

    private Map<Long, List<String>> dnsNames(Table entries) {
        return byEntry(
                Names.DNS_NAMES,
                List.of("registered_entry_id", "value"),
                (table, columns) -> "SELECT registered_entry_id, " + columns.text("value") + " FROM " + table.sql()
                        + within(entries) + " ORDER BY id LIMIT ");
    }

    private Map<Long, List<String>> federations(Table entries) {
        return byEntry(
                Names.FEDERATIONS,
                List.of("registered_entry_id", "bundle_id"),
                (table, _) -> "SELECT"
                        + " registered_entry_id, "
                        + store.table(Names.BUNDLES)
                                .filter(bundles -> bundles.mayRead(List.of("id", "trust_domain")))
                                .map(bundles -> "(SELECT " + store.dialect().text("b.trust_domain") + " FROM "
                                        + bundles.sql() + " b WHERE b.id = bundle_id)")
                                .orElse("'bundle ' || bundle_id")
                        + " FROM " + table.sql() + within(entries) + " ORDER BY 1, 2 LIMIT ");
    }

    private String within(Table entries) {
        return " WHERE registered_entry_id IN (SELECT id FROM " + entries.sql() + " ORDER BY id LIMIT "
                + store.limits().rows() + ")";
    }

    private interface Query {
        String of(Table table, Columns columns);
    }

    private record Hanging(long entry, String text) {}

    private Map<Long, List<String>> byEntry(String name, List<String> needed, Query query) {
        Map<Long, List<String>> found = new HashMap<>();
        try {
            Table table = store.readable(name, needed);
            long most = (long) store.limits().rows() * MOST_EACH;
            store.rows(
                            query.of(table, new Columns(store, table)) + most,
                            row -> new Hanging(row.number(1), row.text(2)))
                    .forEach(hanging -> found.computeIfAbsent(hanging.entry(), _ -> new ArrayList<>())
                            .add(mask.shown(hanging.text())));
        } catch (UnreadableException closed) {
            // the table's own row says so
            return Map.of();
        }
        return found;
    }

    private static Set<String> tokenAgents(Snapshot store) {
        try {
            Table agents = store.readable(Names.AGENTS, List.of("spiffe_id"));
            return Set.copyOf(store.rows(
                    "SELECT " + store.dialect().text("spiffe_id") + " FROM " + agents.sql() + " WHERE spiffe_id LIKE '%"
                            + TokenMask.PART + "%' LIMIT 100000",
                    row -> row.text(1)));
        } catch (UnreadableException _) {
            // then every token is hidden
            return Set.of();
        }
    }
}
