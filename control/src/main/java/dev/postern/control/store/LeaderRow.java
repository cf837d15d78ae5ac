package dev.postern.control.store;

import java.time.Instant;

/** Who decides. A term is taken by raising it; whoever has a lower one decides nothing any more. */
public final class LeaderRow {
    private final Sql sql;

    LeaderRow(Sql sql) {
        this.sql = sql;
    }

    /** The new term, by the store's clock. */
    public long take(String holder) {
        return sql.inTransaction(handle ->
                handle.createQuery("""
                        update leader set term = term + 1, holder = :holder, since = clock_timestamp() returning term
                        """).bind("holder", holder).mapTo(Long.class).one());
    }

    /** The term that is valid now. */
    public Term current() {
        return sql.inTransaction(handle -> handle.createQuery("select term, holder, since from leader")
                .map((row, _) -> new Term(
                        row.getLong("term"),
                        row.getString("holder"),
                        row.getTimestamp("since").toInstant()))
                .one());
    }

    /** A term and who has it. */
    public record Term(long term, String holder, Instant since) {}
}
