package dev.postern.provision.driver;

import java.util.List;

/** What PgBouncer does. */
final class PgBouncerRules {
    static final List<Rule> ALL = new Rows(DriverName.PGBOUNCER)
            .read(
                    Question.FORMS,
                    "key=value behind a database's name in [databases]; no URI",
                    "PgBouncer's documentation of its configuration")
            .run(
                    Question.DEFAULT_MODE,
                    "server_tls_sslmode is disable in 1.18; newer versions say prefer",
                    "BouncerRulesTest, every mode with no, the right and another CA, against four servers")
            .run(
                    Question.MODES,
                    "allow and prefer mean TLS when offered, unverified; require never verifies, whatever "
                            + "server_tls_ca_file says; verify-ca and verify-full need server_tls_ca_file; at the clients' "
                            + "side client_tls_sslmode=verify-full means verify-ca",
                    "BouncerRulesTest, every mode with no, the right and another CA, against four servers")
            .run(
                    Question.ROOTS,
                    "server_tls_ca_file alone, and client_tls_ca_file for its clients; no default file",
                    "BouncerRulesTest, every mode with no, the right and another CA, against four servers")
            .read(
                    Question.CLIENT_FILES,
                    "server_tls_cert_file and server_tls_key_file, the same for every role: a server that asks "
                            + "for a certificate per role cannot be served",
                    "PgBouncer's documentation of its configuration")
            .read(
                    Question.KEY_MODES,
                    "none, but its own user has to be able to read the file",
                    "PgBouncer's documentation of its configuration")
            .read(Question.KEY_FORMATS, "PEM, not encrypted", "PgBouncer's documentation of its configuration")
            .run(
                    Question.COMMON_NAME,
                    "taken when there is no SAN",
                    "BouncerRulesTest, every mode with no, the right and another CA, against four servers")
            .run(
                    Question.CHANNEL_BINDING,
                    "none on either side: a client with channel_binding=require is refused",
                    "run by hand through PgBouncer 1.18, pool_mode transaction, four clients at once")
            .read(
                    Question.SCRAM,
                    "SCRAM-SHA-256; passed on to the server only when the server has the same verifier as "
                            + "auth_file and no user is forced",
                    "PgBouncer's documentation of its configuration")
            .read(
                    Question.KEY_VALUE_PASSWORD,
                    "quoted with '; a ' inside is written ''; better in auth_file, quoted with \" and doubled inside",
                    "PgBouncer's documentation of its configuration")
            .read(Question.URI_PASSWORD, "is not read", "PgBouncer's documentation of its configuration")
            .read(
                    Question.PASSWORD_FILE,
                    "auth_file or auth_query; no .pgpass",
                    "PgBouncer's documentation of its configuration")
            .read(Question.SERVICE_FILE, "none", "PgBouncer's documentation of its configuration")
            .read(Question.ENVIRONMENT, "none", "PgBouncer's documentation of its configuration")
            .read(
                    Question.HOSTS,
                    "a list of hosts is served in turn, whatever their role; no target_session_attrs",
                    "PgBouncer's documentation of its configuration")
            .run(
                    Question.UNKNOWN,
                    "sslmode and the like in [databases] are refused at the start; a client's setting is refused "
                            + "(unsupported startup parameter: options, search_path) unless ignore_startup_parameters "
                            + "names it",
                    "run by hand through PgBouncer 1.18, pool_mode transaction, four clients at once")
            .read(
                    Question.NEGOTIATION,
                    "direct TLS from clients since 1.25; GSS is answered with no",
                    "PgBouncer's documentation of its configuration")
            .run(
                    Question.POOLING,
                    "knows prepared statements of the protocol since 1.21 (max_prepared_statements, on since "
                            + "1.24); 1.18 does not",
                    "run by hand through PgBouncer 1.18, pool_mode transaction, four clients at once")
            .read(
                    Question.REREADING,
                    "at RELOAD, for new connections",
                    "PgBouncer's documentation of its configuration")
            .list();

    private PgBouncerRules() {}
}
