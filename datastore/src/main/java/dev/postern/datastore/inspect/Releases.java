package dev.postern.datastore.inspect;

import java.util.Map;
import java.util.Optional;

/**
 * Which SPIRE first had which schema, by the comment over its migrations and, for 24 and 25, by its list of changes.
 */
final class Releases {
    static final long NEWEST = 25;

    private static final Map<Long, String> FIRST = Map.ofEntries(
            Map.entry(14L, "0.10.0"),
            Map.entry(15L, "0.12.0"),
            Map.entry(16L, "1.0.0"),
            Map.entry(17L, "1.0.0"),
            Map.entry(18L, "1.2.0"),
            Map.entry(19L, "1.3.2"),
            Map.entry(20L, "1.6.0"),
            Map.entry(21L, "1.6.0"),
            Map.entry(22L, "1.7.2"),
            Map.entry(23L, "1.8.0"),
            Map.entry(24L, "1.14.3"),
            Map.entry(25L, "1.15.0"));

    private Releases() {}

    static Optional<String> first(long schema) {
        return Optional.ofNullable(FIRST.get(schema));
    }

    /** From which schema on a table is there. */
    static long since(String table) {
        return switch (table) {
            case "registered_entries_events", "attested_node_entries_events" -> 22;
            case "ca_journals" -> 23;
            case "federated_trust_domains" -> 17;
            default -> 0;
        };
    }
}
