package dev.postern.control.store;

import dev.postern.gateway.SessionEvent;
import java.net.InetSocketAddress;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What became of client connections. */
public final class SessionTable {
    private static final int LONGEST = 500;

    private final Sql sql;

    SessionTable(Sql sql) {
        this.sql = sql;
    }

    /** @param run names the process whose session numbers these are */
    public void add(UUID run, List<SessionEvent> events) {
        sql.inTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    insert into session_event (run, session, happened, kind, client, caller, entry, database, role, rule,
                                               server_pid, sqlstate, reason, lasted_ms, bytes_to_server, bytes_to_client)
                    values (:run, :session, :happened, :kind, :client, :caller, :entry, :database, :role, :rule,
                            :serverPid, :sqlstate, :reason, :lastedMs, :bytesToServer, :bytesToClient)
                    """);
            for (SessionEvent event : events) {
                bind(batch.bind("run", run).bind("session", event.session()).bind("happened", event.at()), event);
                batch.add();
            }
            return batch.execute().length;
        });
    }

    /** How many of each kind there are; for tests and for people. */
    public long count(UUID run) {
        return sql.inTransaction(handle -> handle.createQuery("select count(*) from session_event where run = :run")
                .bind("run", run)
                .mapTo(Long.class)
                .one());
    }

    public int forget(Instant before) {
        return sql.inTransaction(handle -> handle.createUpdate("delete from session_event where happened < :before")
                .bind("before", before)
                .execute());
    }

    private static void bind(PreparedBatch row, SessionEvent event) {
        for (String column : List.of("client", "caller", "entry", "database", "role", "rule", "sqlstate", "reason")) {
            row.bindNull(column, Types.VARCHAR);
        }
        row.bindNull("serverPid", Types.INTEGER);
        for (String column : List.of("lastedMs", "bytesToServer", "bytesToClient")) {
            row.bindNull(column, Types.BIGINT);
        }
        switch (event) {
            case SessionEvent.Opened opened ->
                row.bind("kind", "opened")
                        .bind("client", address(opened.client()))
                        .bind("caller", clean(opened.caller()))
                        .bind("entry", opened.entry())
                        .bind("database", clean(opened.database()))
                        .bind("role", clean(opened.role()))
                        .bind("rule", opened.rule())
                        .bind("serverPid", opened.serverPid());
            case SessionEvent.Refused refused ->
                row.bind("kind", "refused")
                        .bind("client", address(refused.client()))
                        .bind("caller", clean(refused.caller()))
                        .bind("sqlstate", refused.sqlstate())
                        .bind("reason", clean(refused.reason()));
            case SessionEvent.Ended ended ->
                row.bind("kind", "ended")
                        .bind("reason", clean(ended.reason()))
                        .bind("lastedMs", ended.lasted().toMillis())
                        .bind("bytesToServer", ended.bytesToServer())
                        .bind("bytesToClient", ended.bytesToClient());
        }
    }

    private static String address(InetSocketAddress client) {
        return client.getAddress() == null
                ? client.getHostString()
                : client.getAddress().getHostAddress() + ":" + client.getPort();
    }

    // PostgreSQL's text has no NUL, and a hostile client may send megabytes
    private static String clean(String text) {
        String bounded = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return bounded.replace('\0', '?');
    }
}
