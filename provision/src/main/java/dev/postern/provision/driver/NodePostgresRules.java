package dev.postern.provision.driver;

import java.util.List;

/** What node-postgres does. */
final class NodePostgresRules {
    static final List<Rule> ALL = new Rows(DriverName.NODE_POSTGRES)
            .run(
                    Question.FORMS,
                    "postgresql:// or any URL; key=value is taken for a database's name, on a host named base",
                    "DriverRulesTest, keywords")
            .run(
                    Question.DEFAULT_MODE,
                    "no TLS at all, unless ssl, sslmode, sslrootcert or PGSSLMODE is said",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(
                    Question.MODES,
                    "allow, prefer, require and verify-ca all mean verify-full; no-verify is TLS without "
                            + "verification; uselibpqcompat=true gives libpq's meanings, and pg 9 will",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(
                    Question.ROOTS,
                    "sslrootcert, else Node's built-in store and NODE_EXTRA_CA_CERTS; no default file; system is "
                            + "a file's name",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .read(
                    Question.CLIENT_FILES,
                    "sslcert and sslkey of the string, or ssl: {cert, key} in code; no default files",
                    "pg-connection-string")
            .run(Question.KEY_MODES, "none: 0644 is read without a word", "DriverRulesTest, keys")
            .run(
                    Question.KEY_FORMATS,
                    "PEM as PKCS#1, SEC1 or PKCS#8; encrypted only in code (ssl.passphrase); no DER",
                    "DriverRulesTest, keys")
            .run(
                    Question.COMMON_NAME,
                    "taken when there is no SAN of the kind dNSName",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(
                    Question.CHANNEL_BINDING,
                    "off; enableChannelBinding: true in code; channel_binding is ignored without a word",
                    "DriverRulesTest, keywords")
            .run(Question.SCRAM, "SCRAM-SHA-256; -PLUS with enableChannelBinding", "DriverRulesTest, keywords")
            .run(Question.KEY_VALUE_PASSWORD, "is not read", "DriverRulesTest, keywords")
            .run(
                    Question.URI_PASSWORD,
                    "percent-encode % / # ?; \" \\ and blanks may stay; behind the question mark a + means a blank",
                    "DriverRulesTest, passwords")
            .run(
                    Question.PASSWORD_FILE,
                    "PGPASSFILE, else ~/.pgpass; one that group or others can read is ignored with a warning; "
                            + "not when PGPASSWORD is set",
                    "DriverRulesTest, home folder")
            .read(
                    Question.SERVICE_FILE,
                    "none; service is ignored without a word",
                    "run by hand: a service in the home folder")
            .run(
                    Question.ENVIRONMENT,
                    "PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE, PGSSLMODE, PGSSLNEGOTIATION, PGAPPNAME, "
                            + "PGOPTIONS, PGCONNECT_TIMEOUT, PGPASSFILE, PGCLIENT_ENCODING; not PGSSLROOTCERT, PGSERVICE",
                    "DriverRulesTest, environment; the names from its source")
            .run(
                    Question.HOSTS,
                    "one host: several are refused as an invalid URL; no target_session_attrs",
                    "DriverRulesTest, keywords")
            .run(
                    Question.UNKNOWN,
                    "are ignored without a word: target_session_attrs, channel_binding, connect_timeout, search_path",
                    "DriverRulesTest, keywords")
            .run(Question.NEGOTIATION, "sslnegotiation=direct, which turns TLS on; no GSS", "DriverRulesTest, keywords")
            .run(
                    Question.POOLING,
                    "uses the unnamed statement: works; a query with a name does not",
                    "run by hand through PgBouncer 1.18, pool_mode transaction, four clients at once")
            .read(
                    Question.REREADING,
                    "once, when the string is parsed: after a renewal make a new pool",
                    "pg-connection-string reads the files")
            .list();

    private NodePostgresRules() {}
}
