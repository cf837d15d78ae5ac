package dev.postern.control.store;

import dev.postern.control.sessions.Refusal;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Who was refused how often, minute by minute; of strangers and of callers no more than a bounded number of rows. */
public final class RefusalTable {
    private static final int MOST_OF_STRANGERS = 20_000;
    private static final int MOST_OF_CALLERS = 50_000;

    private final Sql sql;
    private final int mostOfStrangers;
    private final int mostOfCallers;

    RefusalTable(Sql sql) {
        this(sql, MOST_OF_STRANGERS, MOST_OF_CALLERS);
    }

    RefusalTable(Sql sql, int mostOfStrangers, int mostOfCallers) {
        this.sql = sql;
        this.mostOfStrangers = mostOfStrangers;
        this.mostOfCallers = mostOfCallers;
    }

    /** More of a row that is there is added to it. */
    public void add(List<Refusal> refusals) {
        sql.inTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    insert into refusal (minute, origin, caller, sqlstate, reason, times, last)
                    values (:minute, :origin, :caller, :sqlstate, :reason, :times, :last)
                    on conflict (minute, origin, caller, sqlstate, reason) do update
                       set times = refusal.times + excluded.times, last = greatest(refusal.last, excluded.last)
                    """);
            for (Refusal refusal : refusals) {
                batch.bind("minute", refusal.minute())
                        .bind("origin", refusal.origin())
                        .bind("caller", refusal.caller())
                        .bind("sqlstate", refusal.sqlstate())
                        .bind("reason", refusal.reason())
                        .bind("times", refusal.times())
                        .bind("last", refusal.last())
                        .add();
            }
            return batch.execute().length;
        });
    }

    /** Forgets what is old, and the oldest of what is too much. */
    public int forget(Instant before) {
        return sql.inTransaction(handle -> {
            int old = handle.createUpdate("delete from refusal where minute < :before")
                    .bind("before", before)
                    .execute();
            int much = 0;
            for (boolean strangers : List.of(true, false)) {
                much += handle.createUpdate("""
                                delete from refusal
                                 where (caller = '') = :strangers
                                   and minute <= (select minute from refusal where (caller = '') = :strangers
                                                   order by minute desc offset :most limit 1)
                                """)
                        .bind("strangers", strangers)
                        .bind("most", strangers ? mostOfStrangers : mostOfCallers)
                        .execute();
            }
            return old + much;
        });
    }
}
