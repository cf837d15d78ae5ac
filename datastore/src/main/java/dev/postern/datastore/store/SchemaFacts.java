package dev.postern.datastore.store;

import java.util.List;

/**
 * A schema with some of SPIRE's tables.
 *
 * @param owner of the tables
 */
public record SchemaFacts(String schema, String owner, List<String> tables) {
    /** Whether this can be what a SPIRE works on: a table or two are a leftover, or somebody else's. */
    boolean isStore() {
        return tables.size() > Names.ALL.size() / 2
                && (tables.contains(Names.ENTRIES) || tables.contains(Names.AGENTS));
    }

    boolean isTelling() {
        return tables.stream().anyMatch(Names.TELLING::contains);
    }
}
