package dev.postern.provision.driver;

import java.util.List;

/** What lib/pq does. */
final class GoLibPqRules {
    static final List<Rule> ALL = new Rows(DriverName.LIB_PQ)
            .run(
                    Question.FORMS,
                    "key=value and postgresql:// or postgres://; no jdbc: URL",
                    "DriverRulesTest, keywords")
            .run(
                    Question.DEFAULT_MODE,
                    "require, so a server without TLS is refused: SSL is not enabled on the server; with "
                            + "sslrootcert=system verify-full",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(
                    Question.MODES,
                    "require verifies the authority while the root certificate file is there, and nothing once "
                            + "it is gone; prefer with a root certificate that does not fit goes on in the clear; "
                            + "verify-ca and verify-full without a file take the system's store; before 1.12 allow and "
                            + "prefer are refused",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(
                    Question.ROOTS,
                    "sslrootcert, PGSSLROOTCERT, since 1.12 else ~/.postgresql/root.crt; since 1.12 "
                            + "sslrootcert=system with verify-full only",
                    "DriverRulesTest, home folder")
            .read(
                    Question.CLIENT_FILES,
                    "sslcert and sslkey, else ~/.postgresql/postgresql.crt and .key; sslinline=true takes the "
                            + "PEM texts themselves; a certificate that is not there is left out without a word",
                    "ssl.go")
            .run(
                    Question.KEY_MODES,
                    "more than 0600, or more than 0640 when root owns it: private key has world access",
                    "DriverRulesTest, keys")
            .run(
                    Question.KEY_FORMATS,
                    "PEM as PKCS#1, SEC1 or PKCS#8, never encrypted; no DER",
                    "DriverRulesTest, keys")
            .run(
                    Question.COMMON_NAME,
                    "refused with verify-full: Go looks at SANs only; an address needs a SAN of the kind iPAddress",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(
                    Question.CHANNEL_BINDING,
                    "none: channel_binding goes to the server, which refuses the login; PGCHANNELBINDING is refused",
                    "DriverRulesTest, keywords")
            .run(Question.SCRAM, "SCRAM-SHA-256 alone", "DriverRulesTest, keywords")
            .run(Question.KEY_VALUE_PASSWORD, "as libpq", "DriverRulesTest, passwords")
            .run(
                    Question.URI_PASSWORD,
                    "percent-encode % / # ? \" \\ and blanks: Go's parser is strict; behind the question mark a "
                            + "+ means a blank",
                    "DriverRulesTest, passwords")
            .run(
                    Question.PASSWORD_FILE,
                    "PGPASSFILE, passfile, else ~/.pgpass; one that group or others can read is ignored with a "
                            + "warning",
                    "DriverRulesTest, home folder")
            .read(
                    Question.SERVICE_FILE,
                    "since 1.12 PGSERVICEFILE, else ~/.pg_service.conf",
                    "run by hand: a service in the home folder")
            .run(
                    Question.ENVIRONMENT,
                    "most of libpq's; PGREQUIRESSL, PGREALM, PGGSSENCMODE, PGREQUIREAUTH, PGCHANNELBINDING, "
                            + "PGSSLCERTMODE, PGSSLCRL, PGSSLCRLDIR, PGREQUIREPEER make every connection fail",
                    "DriverRulesTest, environment; the names from its source")
            .run(
                    Question.HOSTS,
                    "several hosts since 1.11, in a URI with ports only as ?port=1,2; all target_session_attrs "
                            + "since 1.11; before that the first host alone, also after a failover",
                    "DriverRulesTest, keywords")
            .run(
                    Question.UNKNOWN,
                    "are sent to the server as settings: unrecognized configuration parameter (42704); good ones "
                            + "such as search_path work, and are refused by poolers",
                    "DriverRulesTest, keywords")
            .run(
                    Question.NEGOTIATION,
                    "sslnegotiation=direct is taken, but 1.12.3 sends no ALPN, and PostgreSQL hangs up: EOF; no GSS encryption",
                    "DriverRulesTest, keywords")
            .run(
                    Question.POOLING,
                    "uses the unnamed statement for a single query: works; sql.DB.Prepare does not",
                    "run by hand through PgBouncer 1.18, pool_mode transaction, four clients at once")
            .read(Question.REREADING, "at every new connection", "conn.go: ssl() is called for each")
            .list();

    private GoLibPqRules() {}
}
