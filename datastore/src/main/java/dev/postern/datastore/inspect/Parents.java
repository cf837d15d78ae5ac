package dev.postern.datastore.inspect;

import dev.postern.datastore.store.Names;
import dev.postern.datastore.store.Snapshot;
import dev.postern.datastore.store.Table;
import java.util.List;
import java.util.Optional;

/** Conditions on an entry {@code e} about its parent. */
final class Parents {
    private Parents() {}

    static String isServer(String column) {
        return column + " LIKE 'spiffe://%/spire/server'";
    }

    /** An agent is the parent; empty where agents may not be read. */
    static Optional<String> agents(Snapshot store) {
        return store.table(Names.AGENTS)
                .filter(agents -> agents.mayRead(List.of("spiffe_id")))
                .map(agents -> exists(agents));
    }

    /** Another entry is. */
    static String entry(Table entries) {
        return exists(entries);
    }

    /** An agent will be that has not come yet with its token; empty where tokens may not be read. */
    static Optional<String> tokens(Snapshot store) {
        int length = TokenMask.PART.length();
        return store.table(Names.JOIN_TOKENS)
                .filter(tokens -> tokens.mayRead(List.of("token")))
                .map(tokens -> "(e.parent_id LIKE '%" + TokenMask.PART + "%' AND EXISTS (SELECT 1 FROM " + tokens.sql()
                        + " j WHERE substr(e.parent_id, length(e.parent_id) - length(j.token) - " + (length - 1)
                        + ") = '" + TokenMask.PART + "' || j.token))");
    }

    private static String exists(Table table) {
        return "EXISTS (SELECT 1 FROM " + table.sql() + " p WHERE p.spiffe_id = e.parent_id)";
    }
}
