package dev.postern.provision.doctor.message;

import java.util.List;

/** What SPIRE, Teleport and operators say around a database. */
final class Platforms {
    static final List<Known> ALL = List.of(
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "--set=sslmode={mode}",
                    "--set gives psql a variable of that name, and the connection nothing: with --set=sslmode={mode} psql goes on"
                            + " with sslmode=prefer, verifies no certificate, and proves nothing",
                    "psql \"host=… dbname=… user=… sslmode=verify-full sslrootcert=FILE\" -c '\\conninfo', or PGSSLMODE and"
                            + " PGSSLROOTCERT; or postern doctor"),
            new Known(
                    Origin.LIBPQ,
                    Step.SESSION,
                    "function ssl_is_used() does not exist",
                    "it comes with the extension sslinfo, and tells only that there is TLS, not whether anybody verified it",
                    "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid(), and sslmode=verify-full in the connection"),
            new Known(
                    Origin.SPIRE,
                    Step.AUTHENTICATION,
                    "could not verify leaf certificate: x509: certificate signed by unknown authority",
                    "the agent holds the bundle of the data store that was there before: a new, empty one makes a new authority",
                    "restore the old data store, or remove the agents' data folders so that they attest anew"),
            new Known(
                    Origin.SPIRE,
                    Step.AUTHENTICATION,
                    "agent is not attested",
                    "the data store does not know this agent: it was emptied or replaced",
                    "remove the agent's data folder and let it attest again; join tokens must be made anew"),
            new Known(
                    Origin.SPIRE,
                    Step.AUTHENTICATION,
                    "join token does not exist or has already been used",
                    "a join token is good for one agent, once, and lives in the data store",
                    "spire-server token generate"),
            new Known(
                    Origin.SPIRE,
                    Step.TLS,
                    "datastore-sql: pq: SSL is not enabled on the server",
                    "SPIRE's lib/pq defaults to sslmode=require, and the server has ssl = off",
                    "turn TLS on at the server and use verify-full with sslrootcert in connection_string"),
            new Known(
                    Origin.SPIRE,
                    Step.SETTINGS,
                    "datastore-sql: connection_string must be set",
                    "the DataStore plugin has no connection_string",
                    "postern render prints the block"),
            new Known(
                    Origin.SPIRE,
                    Step.SETTINGS,
                    "datastore-sql: unsupported database_type: {type}",
                    "SPIRE knows sqlite3, postgres, mysql, aws_postgres and aws_mysql, and not {type}",
                    "database_type = \"postgres\""),
            new Known(
                    Origin.TELEPORT,
                    Step.TLS,
                    "no db reverse tunnel",
                    "no agent of Teleport serves this database at the moment",
                    "tctl db ls; the agent's log says why it is not connected"),
            new Known(
                    Origin.TELEPORT,
                    Step.TLS,
                    "failed to verify client certificate",
                    "the server does not have Teleport's db_client authority in its ssl_ca_file: before v15 it was db",
                    "tctl auth export --type=db-client, merged into ssl_ca_file beside what is there, then reload"),
            new Known(
                    Origin.TELEPORT,
                    Step.PRIVILEGES,
                    "access to db denied",
                    "no role of this user allows the database user or name that was asked for",
                    "tsh status; db_users, db_names and db_labels of the roles"),
            new Known(
                    Origin.OPERATOR,
                    Step.TLS,
                    "missing ca.key secret data",
                    "the operator was given an authority without its key, and wants to sign with it: replication, pooler and role certificates",
                    "give certificates for those too (replicationTLSSecret, the pooler's serverTLSSecret with authQuery), or an authority with a key"),
            new Known(
                    Origin.OPERATOR,
                    Step.TLS,
                    "Unable to create required cluster objects",
                    "a part of the cluster cannot be made, often certificates: an authority without a key and a pooler with defaults",
                    "the operator's log has the reason; the cluster's events have not"),
            new Known(
                    Origin.OPERATOR,
                    Step.AUTHENTICATION,
                    "AuthUserSecret \"{secret}\" not found",
                    "the pooler's own certificate was not made, because the authority has no key",
                    "give the pooler serverTLSSecret and authQuery, and make role and function by hand"),
            new Known(
                    Origin.OPERATOR,
                    Step.TLS,
                    "no private key; bring-your-own-CA",
                    "a client certificate was asked of an authority whose key the operator does not have",
                    "issue it elsewhere"),
            new Known(
                    Origin.OPERATOR,
                    Step.SETTINGS,
                    "MountVolume.SetUp failed for volume \"{volume}\" : secret \"{secret}\" not found",
                    "the pod waits for a Secret {secret} that is not in its namespace",
                    "kubectl get secret {secret} -n NAMESPACE; Flight Control needs its Secrets in both namespaces"),
            new Known(
                    Origin.OPERATOR,
                    Step.TCP,
                    "dial tcp: lookup {service}.{namespace}.svc: no such host",
                    "there is no Service {service} in {namespace}",
                    "kubectl get svc -n {namespace}"));

    private Platforms() {}
}
