package dev.postern.provision.doctor.message;

import java.util.List;

/** What poolers say, to clients and in their logs. */
final class Poolers {
    static final List<Known> ALL = List.of(
            new Known(
                    Origin.PGBOUNCER,
                    Step.DATABASE,
                    "no such database: {database}",
                    "PgBouncer has neither {database} nor * in [databases]",
                    "add it to [databases], and RELOAD"),
            new Known(
                    Origin.PGBOUNCER,
                    Step.AUTHENTICATION,
                    "no such user: {user}",
                    "{user} is not in auth_file, and auth_query found nobody",
                    "add the line to userlist.txt, or set auth_user and auth_query; RELOAD"),
            new Known(
                    Origin.PGBOUNCER,
                    Step.AUTHENTICATION,
                    "server login failed: wrong password type",
                    "the server wants SCRAM, and PgBouncer holds an md5 or cannot derive the password",
                    "put the SCRAM verifier (the same as in pg_authid) or the clear password into userlist.txt"),
            new Known(
                    Origin.PGBOUNCER,
                    Step.AUTHENTICATION,
                    "cannot do SCRAM authentication: wrong password type",
                    "the server wants SCRAM, and PgBouncer holds an md5 of the password",
                    "put the SCRAM verifier (the same as in pg_authid) or the clear password into userlist.txt"),
            new Known(
                    Origin.PGBOUNCER,
                    Step.AUTHENTICATION,
                    "server login has been failing, cached error: {why} (server_login_retry)",
                    "PgBouncer cannot log in to the server: {why}; it tries again after server_login_retry",
                    "mend what the cached error says, on PgBouncer's side"),
            new Known(
                    Origin.PGBOUNCER,
                    Step.SESSION,
                    "server login has been failing, try again later (server_login_retry)",
                    "PgBouncer cannot log in to the server",
                    "its own log has the reason"),
            new Known(
                    Origin.PGBOUNCER,
                    Step.SESSION,
                    "pgbouncer cannot connect to server",
                    "PgBouncer does not reach the server",
                    "check host and port in [databases], and its log"),
            new Known(
                    Origin.PGBOUNCER,
                    Step.SESSION,
                    "client_login_timeout (server down)",
                    "the server did not take PgBouncer's login in time",
                    "check the server, and host and port in [databases]"),
            new Known(
                    Origin.PGBOUNCER,
                    Step.SESSION,
                    "query_wait_timeout",
                    "no server connection was free for query_wait_timeout: the pool is too small, or transactions are long",
                    "SHOW POOLS: cl_waiting and maxwait; raise default_pool_size or end long transactions"),
            new Known(
                    Origin.PGBOUNCER,
                    Step.DATABASE,
                    "no more connections allowed (max_client_conn)",
                    "max_client_conn clients are connected to PgBouncer",
                    "raise it, and the limit of open files"),
            new Known(
                    Origin.PGBOUNCER,
                    Step.SETTINGS,
                    "unsupported startup parameter: {name}",
                    "the client sends the setting {name}, and PgBouncer does not pass it on",
                    "ignore_startup_parameters = {name} (pgjdbc: extra_float_digits)"),
            new Known(
                    Origin.PGBOUNCER,
                    Step.TLS,
                    "SSL required",
                    "client_tls_sslmode is require or stronger, and the client came without TLS",
                    "sslmode=verify-full in the client"),
            new Known(
                    Origin.PGBOUNCER,
                    Step.TLS,
                    "TLS certificate required",
                    "PgBouncer's auth_type or HBA wants a client certificate, and none was sent",
                    "name sslcert and sslkey; client_tls_ca_file must have its root"),
            new Known(
                    Origin.PGBOUNCER,
                    Step.SESSION,
                    "server conn crashed?",
                    "the server ended the connection in the middle of a query",
                    "the server's log at that time"),
            new Known(
                    Origin.PGBOUNCER,
                    Step.AUTHENTICATION,
                    "function user_search(unknown) does not exist",
                    "auth_query calls user_search, which nobody made in that database: an operator leaves it out as soon as authQuery or a secret of one's own is given",
                    "make the function (SECURITY DEFINER, with a pinned search_path) in auth_dbname, or let the operator do all of it"),
            new Known(
                    Origin.PGBOUNCER,
                    Step.AUTHENTICATION,
                    "role \"cnpg_pooler_pgbouncer\" does not exist",
                    "the operator did not make its pooler's role: a Secret with the pooler's name that it does not own, or an authQuery of one's own",
                    "delete that Secret, or create role and function by hand"),
            new Known(
                    Origin.PGPOOL,
                    Step.AUTHENTICATION,
                    "pool_passwd file does not contain an entry for \"{user}\"",
                    "Pgpool has no password of {user}, and cannot ask the server for one",
                    "pg_enc -m -u {user}, or the text form, into pool_passwd; reload"),
            new Known(
                    Origin.PGPOOL,
                    Step.AUTHENTICATION,
                    "valid password not found",
                    "Pgpool has no usable password for this user: an md5 cannot answer SCRAM",
                    "put the AES-encrypted or clear password into pool_passwd (pg_enc)"),
            new Known(
                    Origin.PGPOOL,
                    Step.AUTHENTICATION,
                    "no pool_hba.conf entry for host \"{address}\", user \"{user}\", database \"{database}\"",
                    "pool_hba.conf has no line for {user} from {address} to {database}",
                    "add it and reload; PostgreSQL's own pg_hba.conf is asked after it"),
            new Known(
                    Origin.PGPOOL,
                    Step.TCP,
                    "all backend nodes are down, pgpool requires at least one valid node",
                    "Pgpool believes that every server is down, perhaps from an old pgpool_status",
                    "SHOW POOL_NODES; start with -D to forget it; pcp_attach_node"),
            new Known(
                    Origin.PGPOOL,
                    Step.PROTOCOL,
                    "kind mismatch among backends",
                    "the servers answered differently: other data, or other rights, on one of them",
                    "compare the servers; statement_level_load_balance and replication mode need equal servers"),
            new Known(
                    Origin.PGPOOL,
                    Step.AUTHENTICATION,
                    "unable to authenticate with backend",
                    "Pgpool cannot log in to PostgreSQL; certificate authentication does not work on that leg",
                    "scram-sha-256 between Pgpool and PostgreSQL, with the password in pool_passwd"));

    private Poolers() {}
}
