package dev.postern.datastore.store;

import java.util.List;

/**
 * A schema with some of SPIRE's tables.
 *
 * @param owner of the tables
 */
public record SchemaFacts(String schema, String owner, List<String> tables) {
    /** Whether this can be what a SPIRE works on. */
    boolean isStore() {
        return tables.contains(Names.ENTRIES) || tables.contains(Names.AGENTS);
    }

    boolean isTelling() {
        return tables.stream().anyMatch(Names.TELLING::contains);
    }
}
