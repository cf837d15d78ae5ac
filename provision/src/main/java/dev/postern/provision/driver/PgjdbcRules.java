package dev.postern.provision.driver;

import java.util.List;

/** What pgjdbc does. */
final class PgjdbcRules {
    static final List<Rule> ALL = new Rows(DriverName.PGJDBC)
            .run(
                    Question.FORMS,
                    "jdbc:postgresql://host:port/database?name=value only; no user:password@ before the host: it "
                            + "becomes part of the host's name, and is printed in the error",
                    "DriverRulesTest, passwords")
            .run(
                    Question.DEFAULT_MODE,
                    "prefer; ssl=true alone means verify-full",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(
                    Question.MODES,
                    "require never verifies, whatever sslrootcert says; verify-ca and verify-full need a file",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(
                    Question.ROOTS,
                    "sslrootcert, else ~/.postgresql/root.crt of user.home, with verify-ca and verify-full only; "
                            + "system is a file's name; sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory takes the "
                            + "JVM's store",
                    "DriverRulesTest, home folder")
            .read(
                    Question.CLIENT_FILES,
                    "sslcert and sslkey, else ~/.postgresql/postgresql.crt and postgresql.pk8",
                    "org.postgresql.ssl.LibPQFactory")
            .run(
                    Question.KEY_MODES,
                    "more than 0600, or more than 0640 when root owns it, is refused, but not in a file whose name ends with "
                            + ".der",
                    "DriverRulesTest, keys")
            .run(
                    Question.KEY_FORMATS,
                    "PKCS#8 in DER, encrypted too (sslpassword); .p12 and .pfx; PEM only as PKCS#8 and with "
                            + "pemKeyAlgorithm when it is not RSA; no SEC1, no encrypted PEM",
                    "DriverRulesTest, keys")
            .run(
                    Question.COMMON_NAME,
                    "taken when there is no SAN of the kind dNSName",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(
                    Question.CHANNEL_BINDING,
                    "channelBinding=prefer since 42.7.6; channel_binding is ignored without a word",
                    "DriverRulesTest, keywords")
            .run(
                    Question.SCRAM,
                    "SCRAM-SHA-256 since 42.2, -PLUS since 42.7.5; needs its scram library, which shaded jars hold",
                    "DriverRulesTest, keywords")
            .run(
                    Question.KEY_VALUE_PASSWORD,
                    "is not read; in a .properties file a backslash is written twice",
                    "DriverRulesTest, keywords")
            .run(
                    Question.URI_PASSWORD,
                    "user= and password= behind the question mark, percent-encode % & and +, where a + means a "
                            + "blank; properties need no encoding",
                    "DriverRulesTest, passwords")
            .run(
                    Question.PASSWORD_FILE,
                    "PGPASSFILE or org.postgresql.pgpassfile, else ~/.pgpass; its mode is not looked at",
                    "DriverRulesTest, home folder")
            .read(
                    Question.SERVICE_FILE,
                    "service=, org.postgresql.pgservicefile, PGSERVICEFILE, else ~/.pg_service.conf",
                    "run by hand: a service in the home folder")
            .run(
                    Question.ENVIRONMENT,
                    "none but PGPASSFILE, PGSERVICEFILE and PGSYSCONFDIR: PGPASSWORD, PGHOST and PGSSLMODE mean "
                            + "nothing",
                    "DriverRulesTest, environment; the names from its source")
            .run(
                    Question.HOSTS,
                    "several hosts; targetServerType any, primary, secondary, preferSecondary, preferPrimary; a "
                            + "host where a login failed is left for hostRecheckSeconds (10); target_session_attrs is "
                            + "ignored without a word",
                    "DriverRulesTest, keywords")
            .run(
                    Question.UNKNOWN,
                    "are ignored without a word, also those of libpq and wrong case: SSLMODE=disable, "
                            + "target_session_attrs, channel_binding",
                    "DriverRulesTest, keywords")
            .run(Question.NEGOTIATION, "sslNegotiation=direct; gssEncMode=allow", "DriverRulesTest, keywords")
            .run(
                    Question.POOLING,
                    "a statement is prepared by name when it runs for the fifth time: prepared statement \"S_1\" "
                            + "already exists; prepareThreshold=0 turns it off",
                    "run by hand through PgBouncer 1.18, pool_mode transaction, four clients at once")
            .read(Question.REREADING, "at every new connection", "org.postgresql.ssl.LibPQFactory is made for each")
            .list();

    private PgjdbcRules() {}
}
