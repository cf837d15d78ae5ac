package dev.postern.datastore.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** One row of an answer; columns count from 1. */
public final class Cells {
    private final ResultSet row;

    Cells(ResultSet row) {
        this.row = row;
    }

    /** Empty for NULL. */
    public String text(int column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).orElse("");
    }

    /** Empty for NULL and for the empty text, between which SPIRE does not distinguish. */
    public Optional<String> said(int column) throws SQLException {
        return Optional.of(text(column)).filter(text -> !text.isEmpty());
    }

    /** 0 for NULL. */
    public long number(int column) throws SQLException {
        return row.getLong(column);
    }

    public Optional<Long> numberIfAny(int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    /** What {@link Dialect#flag} makes of a boolean. */
    public boolean flag(int column) throws SQLException {
        return row.getLong(column) != 0;
    }

    public Optional<byte[]> bytes(int column) throws SQLException {
        return Optional.ofNullable(row.getBytes(column));
    }
}
