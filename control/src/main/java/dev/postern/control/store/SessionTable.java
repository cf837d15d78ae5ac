package dev.postern.control.store;

import dev.postern.gateway.SessionEvent;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** What became of client connections; those that were refused are in {@link RefusalTable}. */
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
                                               server_pid, reason, lasted_ms, bytes_to_server, bytes_to_client)
                    values (:run, :session, :happened, :kind, :client, :caller, :entry, :database, :role, :rule,
                            :serverPid, :reason, :lastedMs, :bytesToServer, :bytesToClient)
                    """);
            for (SessionEvent event : events) {
                batch.bind("run", run).bind("session", event.session()).bind("happened", event.at());
                Row.of(event).bindTo(batch);
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

    /** One event as columns; what an event does not have is null. */
    private record Row(
            String kind,
            @Nullable String client,
            @Nullable String caller,
            @Nullable String entry,
            @Nullable String database,
            @Nullable String role,
            @Nullable String rule,
            @Nullable Integer serverPid,
            @Nullable String reason,
            @Nullable Long lastedMs,
            @Nullable Long bytesToServer,
            @Nullable Long bytesToClient) {
        static Row of(SessionEvent event) {
            return switch (event) {
                case SessionEvent.Opened opened ->
                    new Row(
                            "opened",
                            address(opened.client()),
                            clean(opened.caller()),
                            opened.entry(),
                            clean(opened.database()),
                            clean(opened.role()),
                            opened.rule(),
                            opened.serverPid(),
                            null,
                            null,
                            null,
                            null);
                case SessionEvent.Refused _ -> throw new IllegalArgumentException("refusals are summed");
                case SessionEvent.Ended ended ->
                    new Row(
                            "ended",
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            clean(ended.reason()),
                            ended.lasted().toMillis(),
                            ended.bytesToServer(),
                            ended.bytesToClient());
            };
        }

        void bindTo(PreparedBatch batch) {
            batch.bind("kind", kind)
                    .bindByType("client", client, String.class)
                    .bindByType("caller", caller, String.class)
                    .bindByType("entry", entry, String.class)
                    .bindByType("database", database, String.class)
                    .bindByType("role", role, String.class)
                    .bindByType("rule", rule, String.class)
                    .bindByType("serverPid", serverPid, Integer.class)
                    .bindByType("reason", reason, String.class)
                    .bindByType("lastedMs", lastedMs, Long.class)
                    .bindByType("bytesToServer", bytesToServer, Long.class)
                    .bindByType("bytesToClient", bytesToClient, Long.class);
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
