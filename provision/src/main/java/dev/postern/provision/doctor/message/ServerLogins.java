package dev.postern.provision.doctor.message;

import java.util.List;

/** Who gets in: what PostgreSQL says before a session stands. */
final class ServerLogins {
    static final List<Known> ALL = List.of(
            new Known(
                    Origin.SERVER,
                    Step.HBA,
                    "no pg_hba.conf entry for host \"{address}\", user \"{user}\", database \"{database}\", SSL encryption",
                    "no line of pg_hba.conf admits {user} from {address} to {database} over TLS",
                    "add: hostssl {database} {user} {address}/32 scram-sha-256 (or cert), above any line that rejects, then SELECT pg_reload_conf()"),
            new Known(
                    Origin.SERVER,
                    Step.HBA,
                    "no pg_hba.conf entry for host \"{address}\", user \"{user}\", database \"{database}\", no encryption",
                    "the client came without TLS, and no line of pg_hba.conf admits {user} from {address} to {database} that way; lines that begin with hostssl do not count",
                    "let the client use TLS: sslmode=verify-full; not a host line for plaintext"),
            new Known(
                    Origin.SERVER,
                    Step.HBA,
                    "no pg_hba.conf entry for host \"{address}\", user \"{user}\", database \"{database}\", SSL on",
                    "no line of pg_hba.conf admits {user} from {address} to {database} over TLS",
                    "add: hostssl {database} {user} {address}/32 scram-sha-256 (or cert), then SELECT pg_reload_conf()"),
            new Known(
                    Origin.SERVER,
                    Step.HBA,
                    "no pg_hba.conf entry for host \"{address}\", user \"{user}\", database \"{database}\", SSL off",
                    "the client came without TLS, and no line of pg_hba.conf admits {user} from {address} to {database} that way",
                    "let the client use TLS: sslmode=verify-full"),
            new Known(
                    Origin.SERVER,
                    Step.HBA,
                    "no pg_hba.conf entry for replication connection from host \"{address}\", user \"{user}\"",
                    "a standby or pg_basebackup logs in as {user} from {address}; the database all does not cover replication",
                    "add: hostssl replication {user} {address}/32 scram-sha-256 (or cert), then SELECT pg_reload_conf()"),
            new Known(
                    Origin.SERVER,
                    Step.HBA,
                    "pg_hba.conf rejects connection for host \"{address}\", user \"{user}\", database \"{database}\"",
                    "a reject line of pg_hba.conf stands above the line that should admit {user} from {address} to {database}; the first line that fits decides",
                    "SELECT rule_number, file_name, line_number FROM pg_hba_file_rules shows the order; move the line that admits above the one that rejects"),
            new Known(
                    Origin.SERVER,
                    Step.HBA,
                    "pg_hba.conf rejects replication connection for host \"{address}\", user \"{user}\"",
                    "a reject line of pg_hba.conf catches replication as {user} from {address}",
                    "move the replication line above it, then SELECT pg_reload_conf()"),
            new Known(
                    Origin.SERVER,
                    Step.AUTHENTICATION,
                    "password authentication failed for user \"{user}\"",
                    "the password that {user} sent is not the one that the server has; the server says the same when the role does not exist, has no password, or its VALID UNTIL is over",
                    "the server's log has the DETAIL; set it on both sides, then try again: \\password {user}"),
            new Known(
                    Origin.SERVER,
                    Step.AUTHENTICATION,
                    "password authentication failed for user {user}",
                    "a pooler in between has another password for {user} than the client, or none",
                    "renew its userlist.txt, auth_query or pool_passwd after each change of the password"),
            new Known(
                    Origin.SERVER,
                    Step.AUTHENTICATION,
                    "certificate authentication failed for user \"{user}\"",
                    "the certificate is believed, but its common name is not {user} and no line of pg_ident.conf maps it",
                    "use a certificate with CN={user}, or add map=NAME to the HBA line and NAME COMMONNAME {user} to pg_ident.conf"),
            new Known(
                    Origin.SERVER,
                    Step.AUTHENTICATION,
                    "connection requires a valid client certificate",
                    "the HBA line says cert or clientcert, and the client sent no certificate, or none that the server's ssl_ca_file leads to",
                    "name sslcert and sslkey; check that a root in ssl_ca_file signed it: openssl verify -CAfile ssl_ca_file client.crt"),
            new Known(
                    Origin.SERVER,
                    Step.AUTHENTICATION,
                    "peer authentication failed for user \"{user}\"",
                    "the HBA line is local … peer: the operating system's user is not {user}",
                    "run it as that user (sudo -u {user} psql), connect over TCP with -h localhost, or add a map to pg_ident.conf"),
            new Known(
                    Origin.SERVER,
                    Step.AUTHENTICATION,
                    "Ident authentication failed for user \"{user}\"",
                    "the HBA line says ident, and no ident server vouches for {user}",
                    "replace ident by scram-sha-256 or cert in pg_hba.conf, then SELECT pg_reload_conf()"),
            new Known(
                    Origin.SERVER,
                    Step.AUTHENTICATION,
                    "GSSAPI authentication failed for user \"{user}\"",
                    "the Kerberos ticket is missing, old, or for another principal than {user}",
                    "klist shows the ticket; check krb_server_keyfile and the map of the HBA line"),
            new Known(
                    Origin.SERVER,
                    Step.AUTHENTICATION,
                    "LDAP authentication failed for user \"{user}\"",
                    "the directory refused {user}, or the server could not reach it",
                    "the server's log has the directory's answer; check ldapserver, ldapbasedn and ldaptls of the HBA line"),
            new Known(
                    Origin.SERVER,
                    Step.AUTHENTICATION,
                    "PAM authentication failed for user \"{user}\"",
                    "the PAM service of the HBA line refused {user}",
                    "see the system's authentication log on the server"),
            new Known(
                    Origin.SERVER,
                    Step.AUTHENTICATION,
                    "role \"{role}\" does not exist",
                    "nobody on this server is called {role}; names are exact: \"Orders\" is not orders",
                    "check the user of the connection string; \\du lists roles; create it with a declaration: postern plan"),
            new Known(
                    Origin.SERVER,
                    Step.AUTHENTICATION,
                    "role \"{role}\" is not permitted to log in",
                    "{role} is a group: it has NOLOGIN",
                    "log in as one of its members, or ALTER ROLE {role} LOGIN"),
            new Known(
                    Origin.SERVER,
                    Step.AUTHENTICATION,
                    "no usermap entry for",
                    "the HBA line names a map that pg_ident.conf has no line for",
                    "add the line to pg_ident.conf, then SELECT pg_reload_conf()"),
            new Known(
                    Origin.SERVER,
                    Step.AUTHENTICATION,
                    "User \"{user}\" does not have a valid SCRAM secret",
                    "the password of {user} is stored as md5, and the HBA line wants scram-sha-256",
                    "set password_encryption = 'scram-sha-256' and give {user} its password anew"),
            new Known(
                    Origin.SERVER,
                    Step.AUTHENTICATION,
                    "User \"{user}\" has no password assigned",
                    "{user} has no password, so password authentication cannot succeed",
                    "\\password {user}"),
            new Known(
                    Origin.SERVER,
                    Step.AUTHENTICATION,
                    "User \"{user}\" has an expired password",
                    "VALID UNTIL of {user} is over",
                    "ALTER ROLE {user} VALID UNTIL '…', or rotate the password"),
            new Known(
                    Origin.SERVER,
                    Step.DATABASE,
                    "database \"{database}\" does not exist",
                    "this server has no database {database}; without dbname clients take the user's name",
                    "name the database in the connection string; have it created by its declaration: postern plan"),
            new Known(
                    Origin.SERVER,
                    Step.DATABASE,
                    "permission denied for database \"{database}\"",
                    "the role lacks CONNECT on {database}; PUBLIC's was revoked",
                    "GRANT CONNECT ON DATABASE \"{database}\" TO the role, or a group that it is in"),
            new Known(
                    Origin.SERVER,
                    Step.DATABASE,
                    "database \"{database}\" is not currently accepting connections",
                    "ALLOW_CONNECTIONS of {database} is false, as for template0",
                    "ALTER DATABASE \"{database}\" ALLOW_CONNECTIONS true"),
            new Known(
                    Origin.SERVER,
                    Step.DATABASE,
                    "sorry, too many clients already",
                    "all max_connections are in use",
                    "count them: SELECT usename, state, count(*) FROM pg_stat_activity GROUP BY 1, 2; make pools smaller, or put a pooler in between"),
            new Known(
                    Origin.SERVER,
                    Step.DATABASE,
                    "remaining connection slots are reserved for",
                    "all connections that ordinary roles may have are in use",
                    "close idle ones; compare the sum of all pools with max_connections less superuser_reserved_connections"),
            new Known(
                    Origin.SERVER,
                    Step.DATABASE,
                    "too many connections for role \"{role}\"",
                    "the CONNECTION LIMIT of {role} is reached",
                    "make its pool smaller, or ALTER ROLE \"{role}\" CONNECTION LIMIT n"),
            new Known(
                    Origin.SERVER,
                    Step.DATABASE,
                    "too many connections for database \"{database}\"",
                    "the CONNECTION LIMIT of the database is reached",
                    "ALTER DATABASE \"{database}\" CONNECTION LIMIT n, or make pools smaller"),
            new Known(
                    Origin.SERVER,
                    Step.PROTOCOL,
                    "the database system is starting up",
                    "the server has just been started, or recovers from a crash",
                    "wait: postern wait; its log says how far it is"),
            new Known(
                    Origin.SERVER,
                    Step.PROTOCOL,
                    "the database system is shutting down",
                    "somebody stops the server",
                    "wait for its start, or connect to the new primary"),
            new Known(
                    Origin.SERVER,
                    Step.PROTOCOL,
                    "the database system is in recovery mode",
                    "a server process crashed, and everything is started anew",
                    "see the log for the crash; then wait: postern wait"),
            new Known(
                    Origin.SERVER,
                    Step.PROTOCOL,
                    "the database system is not yet accepting connections",
                    "a standby has not reached a consistent state yet",
                    "wait; it needs WAL up to the end of its base backup"),
            new Known(
                    Origin.SERVER,
                    Step.PROTOCOL,
                    "the database system is not accepting connections",
                    "a standby with hot_standby = off takes no sessions",
                    "connect to the primary, or set hot_standby = on"),
            new Known(
                    Origin.SERVER,
                    Step.PROTOCOL,
                    "unsupported frontend protocol {version}: server supports {range}",
                    "the client speaks a protocol that this server does not",
                    "use a client of this century, or max_protocol_version=3.0 with libpq 18"),
            new Known(
                    Origin.SERVER,
                    Step.PROTOCOL,
                    "no PostgreSQL user name specified in startup packet",
                    "the client named no user",
                    "name user= in the connection string"),
            new Known(
                    Origin.SERVER,
                    Step.PROTOCOL,
                    "invalid length of startup packet",
                    "what arrived is not PostgreSQL's protocol: a health check, a scanner, or HTTP",
                    "let the load balancer check with pg_isready or a TCP connect"),
            new Known(
                    Origin.SERVER,
                    Step.PROTOCOL,
                    "unrecognized configuration parameter \"{name}\"",
                    "the connection sends {name} as a setting, and the server has none of that name: perhaps a driver's own keyword or a typing error",
                    "remove {name} from the connection string, or give it to the driver the way the driver reads it"),
            new Known(
                    Origin.SERVER,
                    Step.PROTOCOL,
                    "invalid value for parameter \"{name}\": \"{value}\"",
                    "the setting {name} cannot be {value}",
                    "correct it in options=, in the connection string, or in ALTER ROLE … SET"));

    private ServerLogins() {}
}
