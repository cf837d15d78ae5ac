package dev.postern.datastore.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One of SPIRE's tables.
 *
 * @param sql how queries name it
 * @param columns all that it has
 * @param readable those of them that may be read
 * @param bytes with its indexes, where that is known
 */
public record Table(String name, String sql, Set<String> columns, Set<String> readable, Optional<Long> bytes) {
    public Table {
        columns = Set.copyOf(columns);
        readable = Set.copyOf(readable);
    }

    public boolean mayRead(List<String> names) {
        return readable.containsAll(names);
    }
}
