package dev.postern.provision.driver;

import java.util.List;

/** What libpq does. */
final class LibpqRules {
    static final List<Rule> ALL = new Rows(DriverName.LIBPQ)
            .run(
                    Question.FORMS,
                    "key=value and postgresql:// or postgres://; no jdbc: URL",
                    "DriverRulesTest, keywords")
            .run(
                    Question.DEFAULT_MODE,
                    "prefer; with sslrootcert=system (16+) verify-full",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(
                    Question.MODES,
                    "require verifies the authority as soon as a root certificate file is there, also "
                            + "~/.postgresql/root.crt, and nothing when the file that sslrootcert names is missing; prefer "
                            + "with a root certificate that does not fit goes on in the clear without a word; verify-ca "
                            + "and verify-full need a file",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers; libpq 14 to 18")
            .run(
                    Question.ROOTS,
                    "sslrootcert, PGSSLROOTCERT, else ~/.postgresql/root.crt; sslrootcert=system from 16 on, "
                            + "with verify-full only; 15 and older look for a file named system",
                    "DriverRulesTest, home folder")
            .read(
                    Question.CLIENT_FILES,
                    "sslcert and sslkey, PGSSLCERT and PGSSLKEY, else ~/.postgresql/postgresql.crt and .key, if "
                            + "the certificate is there; since 16 sslcertmode=disable sends none",
                    "libpq's documentation, section on client certificates")
            .run(
                    Question.KEY_MODES,
                    "more than 0600, or more than 0640 when root owns it, is refused: private key file has group "
                            + "or world access",
                    "DriverRulesTest, keys")
            .run(
                    Question.KEY_FORMATS,
                    "PEM as PKCS#1, SEC1 or PKCS#8, encrypted too (sslpassword); DER",
                    "DriverRulesTest, keys")
            .run(
                    Question.COMMON_NAME,
                    "is taken when there is no SAN of the kind dNSName or iPAddress; a host that is an address "
                            + "matches the CN only when it is written the same",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(
                    Question.CHANNEL_BINDING,
                    "prefer: tls-server-end-point whenever SCRAM runs over TLS; channel_binding=require refuses "
                            + "everything else, so also every pooler that ends TLS and cannot do it",
                    "run by hand through PgBouncer 1.18, pool_mode transaction, four clients at once")
            .read(Question.SCRAM, "SCRAM-SHA-256 and -PLUS since 10 and 11", "PostgreSQL release notes")
            .run(
                    Question.KEY_VALUE_PASSWORD,
                    "blanks need single quotes; inside and outside of quotes \\ and ' are written \\\\ and \\'; "
                            + "password= with nothing behind it takes the next word",
                    "DriverRulesTest, passwords")
            .run(
                    Question.URI_PASSWORD,
                    "percent-encode % @ / and blanks; # ? and \" may stay; a + stays a +; 18 refuses a blank in it",
                    "DriverRulesTest, passwords")
            .run(
                    Question.PASSWORD_FILE,
                    "PGPASSFILE, passfile, else ~/.pgpass; one that group or others can read is ignored with a "
                            + "warning",
                    "DriverRulesTest, home folder")
            .read(
                    Question.SERVICE_FILE,
                    "PGSERVICEFILE, else ~/.pg_service.conf, then pg_service.conf in PGSYSCONFDIR; what the "
                            + "string says wins over the service, the service over the environment",
                    "libpq's documentation, section on the service file")
            .run(
                    Question.ENVIRONMENT,
                    "PGHOST and the like, 40 of them; the home is HOME first since 15, before that the password "
                            + "database alone; psql --set=sslmode=verify-ca sets a variable of psql and verifies nothing",
                    "DriverRulesTest, environment; the names from its source")
            .run(
                    Question.HOSTS,
                    "several hosts and ports in both forms; target_session_attrs any, read-write (13), and since "
                            + "14 read-only, primary, standby, prefer-standby; load_balance_hosts since 16",
                    "DriverRulesTest, keywords")
            .run(
                    Question.UNKNOWN,
                    "refused before anything is sent: invalid connection option; so settings of the server go "
                            + "into options=-c name=value, which poolers may refuse",
                    "DriverRulesTest, keywords")
            .run(
                    Question.NEGOTIATION,
                    "sslnegotiation=direct since 17, with require or better; gssencmode prefer tries Kerberos "
                            + "first where a ticket is at hand",
                    "DriverRulesTest, keywords")
            .read(
                    Question.POOLING,
                    "sends what the program says; PQprepare by name does not survive transaction pooling without "
                            + "support for prepared statements",
                    "PgBouncer's documentation")
            .read(Question.REREADING, "at every new connection", "libpq's source, initialize_SSL")
            .list();

    private LibpqRules() {}
}
