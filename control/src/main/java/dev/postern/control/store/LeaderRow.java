package dev.postern.control.store;

import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
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

    /** @throws ControlException when somebody has raised the term since */
    public void require(long term) {
        Term now = current();
        if (now.term() != term) {
            throw new ControlException(
                    ControlCode.RESOURCE_CONFLICT,
                    "this process decides nothing any more: its term is " + term + ", and " + now.holder()
                            + " took term " + now.term() + " at " + now.since(),
                    "stop this process; use the one that took over");
        }
    }

    /** A term and who has it. */
    public record Term(long term, String holder, Instant since) {}
}
