package dev.postern.datastore.inspect;

import dev.postern.datastore.store.Dialect;
import dev.postern.datastore.store.Snapshot;
import dev.postern.datastore.store.Table;

/** Expressions for columns that may not be there or may not be read; those are NULL. */
final class Columns {
    private final Table table;
    private final Dialect dialect;

    Columns(Snapshot snapshot, Table table) {
        this.table = table;
        this.dialect = snapshot.dialect();
    }

    boolean has(String column) {
        return table.readable().contains(column);
    }

    String text(String column) {
        return has(column) ? dialect.text(column) : "NULL";
    }

    String number(String column) {
        return has(column) ? dialect.number(column) : "NULL";
    }

    String flag(String column) {
        return has(column) ? dialect.flag(column) : "NULL";
    }

    String epoch(String column) {
        return has(column) ? dialect.epoch(column) : "NULL";
    }

    String bytes(String column, int most) {
        return has(column) ? dialect.bytes(column, most) : "NULL";
    }

    String length(String column) {
        return has(column) ? "octet_length(" + column + ")" : "NULL";
    }
}
