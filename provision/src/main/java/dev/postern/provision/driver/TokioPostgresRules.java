package dev.postern.provision.driver;

import java.util.List;

/** What tokio-postgres does. */
final class TokioPostgresRules {
    static final List<Rule> ALL = new Rows(DriverName.TOKIO_POSTGRES)
            .run(
                    Question.FORMS,
                    "key=value and postgresql:// or postgres://; no jdbc: URL",
                    "DriverRulesTest, keywords")
            .run(
                    Question.DEFAULT_MODE,
                    "prefer",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(
                    Question.MODES,
                    "disable, prefer and require only; allow, verify-ca and verify-full are refused: invalid "
                            + "value for option; what is verified is what the TLS connector was told in code, and NoTls "
                            + "means never; a connector that refuses the certificate ends the login, prefer too",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(
                    Question.ROOTS,
                    "the connector's; sslrootcert is refused: unknown option",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(Question.CLIENT_FILES, "the connector's; sslcert and sslkey are refused", "DriverRulesTest, keys")
            .run(Question.KEY_MODES, "whatever the program does", "DriverRulesTest, keys")
            .read(
                    Question.KEY_FORMATS,
                    "the connector's: rustls takes PEM or DER as the program reads it, native-tls PKCS#12 or PKCS#8",
                    "the connectors' documentation")
            .run(
                    Question.COMMON_NAME,
                    "refused by rustls, which looks at SANs only; taken by OpenSSL",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(
                    Question.CHANNEL_BINDING,
                    "prefer; needs a connector that knows the server's certificate",
                    "DriverRulesTest, keywords")
            .run(Question.SCRAM, "SCRAM-SHA-256 and, with a connector that can, -PLUS", "DriverRulesTest, keywords")
            .run(
                    Question.KEY_VALUE_PASSWORD,
                    "as libpq; an empty value is refused unless it is ''",
                    "DriverRulesTest, passwords")
            .run(Question.URI_PASSWORD, "percent-encode % and @; a + stays a +", "DriverRulesTest, passwords")
            .run(Question.PASSWORD_FILE, "none; passfile is refused", "DriverRulesTest, home folder")
            .read(Question.SERVICE_FILE, "none; service is refused", "run by hand: a service in the home folder")
            .run(
                    Question.ENVIRONMENT,
                    "none: PGPASSWORD, PGHOST and PGSSLMODE mean nothing; a host has to be said",
                    "DriverRulesTest, environment; the names from its source")
            .run(
                    Question.HOSTS,
                    "several hosts and ports; target_session_attrs any, read-write, read-only; load_balance_hosts",
                    "DriverRulesTest, keywords")
            .run(
                    Question.UNKNOWN,
                    "refused before anything is sent: unknown option; settings of the server go into options",
                    "DriverRulesTest, keywords")
            .run(
                    Question.NEGOTIATION,
                    "sslnegotiation=direct, when the connector sends ALPN postgresql; no GSS",
                    "DriverRulesTest, keywords")
            .run(
                    Question.POOLING,
                    "prepares every statement by name: prepared statement \"s0\" already exists; query_typed "
                            + "does not",
                    "run by hand through PgBouncer 1.18, pool_mode transaction, four clients at once")
            .read(Question.REREADING, "whatever the program does: the connector is made in code", "tokio_postgres::tls")
            .list();

    private TokioPostgresRules() {}
}
