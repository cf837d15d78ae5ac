package dev.postern.provision.driver;

import java.util.List;

/** What pgx does. */
final class PgxRules {
    static final List<Rule> ALL = new Rows(DriverName.PGX)
            .run(
                    Question.FORMS,
                    "key=value and postgresql:// or postgres://; no jdbc: URL",
                    "DriverRulesTest, keywords")
            .run(
                    Question.DEFAULT_MODE,
                    "prefer; sslrootcert=system makes it verify-full whatever is said, even disable",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(
                    Question.MODES,
                    "require with an sslrootcert, or with ~/.postgresql/root.crt, verifies the authority; prefer "
                            + "never verifies; verify-ca and verify-full without a file take the system's store; a file "
                            + "that is missing is refused in every mode, disable too",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(
                    Question.ROOTS,
                    "sslrootcert, PGSSLROOTCERT, else .postgresql/root.crt in the home of the password database: "
                            + "HOME does not count in a program built with cgo",
                    "DriverRulesTest, home folder")
            .read(
                    Question.CLIENT_FILES,
                    "sslcert and sslkey, both or none; else .postgresql/postgresql.crt and .key, if both are there",
                    "pgconn/defaults.go")
            .run(Question.KEY_MODES, "none: 0644 is read without a word", "DriverRulesTest, keys")
            .run(
                    Question.KEY_FORMATS,
                    "PEM as PKCS#1, SEC1 or PKCS#8; encrypted only in the old way of PKCS#1 and SEC1 "
                            + "(sslpassword), not as PKCS#8; no DER",
                    "DriverRulesTest, keys")
            .run(
                    Question.COMMON_NAME,
                    "refused with verify-full: Go looks at SANs only; an address needs a SAN of the kind iPAddress",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(
                    Question.CHANNEL_BINDING,
                    "prefer since 5.8; before that channel_binding goes to the server, which refuses the login",
                    "DriverRulesTest, keywords")
            .run(Question.SCRAM, "SCRAM-SHA-256 and -PLUS", "DriverRulesTest, keywords")
            .run(
                    Question.KEY_VALUE_PASSWORD,
                    "blanks need single quotes; without quotes a single \\ stays, which libpq takes away, so "
                            + "write quotes and double it; password= with nothing behind it takes the next word",
                    "DriverRulesTest, passwords")
            .run(
                    Question.URI_PASSWORD,
                    "percent-encode % / # ? \" \\ and blanks: Go's parser is strict; behind the question mark a "
                            + "+ means a blank",
                    "DriverRulesTest, passwords")
            .run(
                    Question.PASSWORD_FILE,
                    "PGPASSFILE, passfile, else .pgpass in the home of the password database; its mode is not "
                            + "looked at",
                    "DriverRulesTest, home folder")
            .read(
                    Question.SERVICE_FILE,
                    "PGSERVICEFILE, servicefile, else .pg_service.conf in the home of the password database",
                    "run by hand: a service in the home folder")
            .run(
                    Question.ENVIRONMENT,
                    "24 variables: PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD, PGPASSFILE, PGSERVICE, "
                            + "PGSERVICEFILE, PGSSLMODE, PGSSLCERT, PGSSLKEY, PGSSLROOTCERT, PGSSLPASSWORD, PGSSLSNI, "
                            + "PGSSLNEGOTIATION, PGOPTIONS, PGAPPNAME, PGCONNECT_TIMEOUT, PGTARGETSESSIONATTRS, PGTZ, "
                            + "PGCHANNELBINDING, PGREQUIREAUTH, PGMINPROTOCOLVERSION, PGMAXPROTOCOLVERSION; not "
                            + "PGHOSTADDR, PGSSLCRL, PGGSSENCMODE",
                    "DriverRulesTest, environment; the names from its source")
            .run(
                    Question.HOSTS,
                    "several hosts and ports; all target_session_attrs; with sslmode prefer and prefer-standby "
                            + "the second round of a lone primary is in the clear; no load_balance_hosts; one password for "
                            + "all hosts",
                    "DriverRulesTest, keywords")
            .run(
                    Question.UNKNOWN,
                    "are sent to the server as settings: unrecognized configuration parameter (42704) for "
                            + "gssencmode, sslcrl, keepalives, load_balance_hosts; good ones such as search_path work, and "
                            + "are refused by poolers",
                    "DriverRulesTest, keywords")
            .run(
                    Question.NEGOTIATION,
                    "sslnegotiation=direct, with prefer it means require; with disable it is in the clear "
                            + "without a word; no GSS encryption",
                    "DriverRulesTest, keywords")
            .run(
                    Question.POOLING,
                    "prepares every statement by name and keeps it: already exists (42P05), does not exist "
                            + "(26000); default_query_exec_mode=exec or simple_protocol, or a pooler that knows prepared "
                            + "statements",
                    "run by hand through PgBouncer 1.18, pool_mode transaction, four clients at once")
            .read(
                    Question.REREADING,
                    "once, when the string is parsed: after a renewal the program has to be restarted",
                    "pgconn/config.go")
            .list();

    private PgxRules() {}
}
