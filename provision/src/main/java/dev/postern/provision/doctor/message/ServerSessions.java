package dev.postern.provision.doctor.message;

import java.util.List;

/** What PostgreSQL says to sessions that stand. */
final class ServerSessions {
    static final List<Known> ALL = List.of(
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "terminating connection due to administrator command",
                    "the server was stopped, or somebody called pg_terminate_backend",
                    "reconnect; in a failover to the new primary"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "terminating connection due to conflict with recovery",
                    "a query on a standby stood in the way of replay for longer than max_standby_streaming_delay",
                    "try again; hot_standby_feedback = on or a longer delay trade it against bloat or lag"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "terminating connection because of crash of another server process",
                    "a server process died (often by the kernel's out-of-memory killer), and all sessions are ended",
                    "see the server's log and dmesg; reconnect"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "terminating connection due to idle-in-transaction timeout",
                    "a transaction was left open longer than idle_in_transaction_session_timeout",
                    "commit or roll back; look for a connection that the application does not give back to its pool"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "terminating connection due to idle-session timeout",
                    "the session was idle longer than idle_session_timeout",
                    "let the pool close idle connections sooner than the server"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "canceling statement due to statement timeout",
                    "the statement ran longer than statement_timeout",
                    "SHOW statement_timeout tells the limit; ALTER ROLE … SET may have set it"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "canceling statement due to lock timeout",
                    "a lock was not to be had within lock_timeout",
                    "SELECT pg_blocking_pids(pid), * FROM pg_stat_activity shows who holds it"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "canceling statement due to user request",
                    "a cancel request reached the session",
                    "if nobody sent one: a driver's own timeout, or a pooler that gave it to the wrong session"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "cannot execute {command} in a read-only transaction",
                    "the session is on a standby, or default_transaction_read_only is on",
                    "SELECT pg_is_in_recovery(); for writes connect with target_session_attrs=read-write"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "cannot set transaction read-write mode during recovery",
                    "the session is on a standby: after a failover this host is no longer the primary",
                    "name all hosts and target_session_attrs=read-write; lib/pq has no such setting: use a name that follows the primary"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "prepared statement \"{name}\" does not exist",
                    "it was prepared on another server connection: a pooler in transaction mode is in between",
                    "PgBouncer 1.21+: max_prepared_statements > 0; pgjdbc: prepareThreshold=0; pgx: default_query_exec_mode=exec; or session mode"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "prepared statement \"{name}\" already exists",
                    "a pooler in transaction mode gave a server connection on which somebody else prepared {name}",
                    "PgBouncer 1.21+: max_prepared_statements > 0; pgjdbc: prepareThreshold=0; pgx: default_query_exec_mode=exec; or session mode"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "unnamed prepared statement does not exist",
                    "parse and execute went to two server connections: a pooler in transaction mode is in between",
                    "lib/pq: binary_parameters=yes; or session mode"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "cached plan must not change result type",
                    "a migration changed a table while the session had a statement on it prepared",
                    "reconnect after migrations, or prepare anew"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "portal \"{name}\" does not exist",
                    "the cursor belongs to a transaction that is over, or to another server connection behind a pooler",
                    "fetch within one transaction; behind a pooler in session mode"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "no space left on device",
                    "the server's disk is full",
                    "make room at the server: df on its data and pg_wal; old replication slots keep WAL: SELECT * FROM pg_replication_slots"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "out of shared memory",
                    "the lock table is full: a transaction touches more tables than max_locks_per_transaction allows",
                    "raise max_locks_per_transaction, or touch fewer tables at once"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "could not serialize access due to",
                    "two transactions contradict each other under their isolation level",
                    "the application must try the whole transaction again"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "deadlock detected",
                    "two transactions wait for each other's locks",
                    "the server's log has both statements; take locks in one order, and try again"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "requested WAL segment {file} has already been removed",
                    "a standby or a receiver was away for longer than WAL is kept",
                    "give it a replication slot or wal_keep_size; now clone it anew"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "number of requested standby connections exceeds max_wal_senders",
                    "all max_wal_senders are in use",
                    "raise it at the primary; old walreceivers end after wal_sender_timeout"),
            new Known(
                    Origin.SERVER,
                    Step.SESSION,
                    "replication slot \"{slot}\" does not exist",
                    "the primary has no slot {slot}; slots are not copied to a new primary",
                    "SELECT pg_create_physical_replication_slot('{slot}') at the primary"));

    private ServerSessions() {}
}
