package dev.postern.cli.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where results go, in pieces, so that a large one is never held whole. */
interface Sink {
    /** Rows follow. */
    void columns(List<Column> columns);

    void row(List<@Nullable String> values);

    /**
     * The rows are over.
     *
     * @param cut there were more, which were not fetched
     */
    void rowsEnd(long rows, boolean cut);

    /**
     * A statement without rows is done.
     *
     * @param tag such as {@code INSERT 0 1}
     */
    void command(String tag);
}
