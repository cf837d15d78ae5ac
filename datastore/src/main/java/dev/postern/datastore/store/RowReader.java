package dev.postern.datastore.store;

import java.sql.SQLException;

/** Makes a value of a row. */
@FunctionalInterface
public interface RowReader<T> {
    T read(Cells row) throws SQLException;
}
