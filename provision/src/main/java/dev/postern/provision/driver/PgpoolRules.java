package dev.postern.provision.driver;

import java.util.List;

/** What Pgpool-II does. */
final class PgpoolRules {
    static final List<Rule> ALL = new Rows(DriverName.PGPOOL)
            .read(
                    Question.FORMS,
                    "none: backend_hostname0, backend_port0 and so on in pgpool.conf",
                    "Pgpool-II's documentation of 4.3")
            .run(
                    Question.DEFAULT_MODE,
                    "ssl = off: no TLS to the servers or from the clients",
                    "run by hand: four servers, ssl off and on, with no, the right and another ssl_ca_cert")
            .run(
                    Question.MODES,
                    "has no sslmode: ssl = on takes TLS when the server offers it and goes on in the clear when "
                            + "not; with ssl_ca_cert the authority is verified, the name never; KubeDB's sslMode changes "
                            + "how its own checks connect, not what Pgpool accepts",
                    "run by hand: four servers, ssl off and on, with no, the right and another ssl_ca_cert")
            .run(
                    Question.ROOTS,
                    "ssl_ca_cert or ssl_ca_cert_dir, for servers and clients alike",
                    "run by hand: four servers, ssl off and on, with no, the right and another ssl_ca_cert")
            .read(
                    Question.CLIENT_FILES,
                    "ssl_cert and ssl_key are its server certificate; certificate authentication does not work "
                            + "between Pgpool and PostgreSQL",
                    "Pgpool-II's documentation of 4.3")
            .read(
                    Question.KEY_MODES,
                    "more than 0600, or more than 0640 when root owns it, is refused",
                    "Pgpool-II's documentation of 4.3")
            .read(
                    Question.KEY_FORMATS,
                    "PEM; encrypted with ssl_passphrase_command",
                    "Pgpool-II's documentation of 4.3")
            .run(
                    Question.COMMON_NAME,
                    "does not matter: names are not looked at",
                    "run by hand: four servers, ssl off and on, with no, the right and another ssl_ca_cert")
            .read(Question.CHANNEL_BINDING, "none on either side", "Pgpool-II's documentation of 4.3")
            .read(
                    Question.SCRAM,
                    "needs the password itself, in the clear or AES, in pool_passwd",
                    "Pgpool-II's documentation of 4.3")
            .read(
                    Question.KEY_VALUE_PASSWORD,
                    "is not read; pool_passwd has user:TEXTpassword or AES",
                    "Pgpool-II's documentation of 4.3")
            .read(Question.URI_PASSWORD, "is not read", "Pgpool-II's documentation of 4.3")
            .read(Question.PASSWORD_FILE, "pool_passwd; .pcppass for its tools", "Pgpool-II's documentation of 4.3")
            .read(Question.SERVICE_FILE, "none", "Pgpool-II's documentation of 4.3")
            .read(Question.ENVIRONMENT, "none; PGPOOLKEYFILE for the AES key", "Pgpool-II's documentation of 4.3")
            .read(
                    Question.HOSTS,
                    "all backends of pgpool.conf, with their roles by streaming replication checks",
                    "Pgpool-II's documentation of 4.3")
            .read(
                    Question.UNKNOWN,
                    "an unknown name in pgpool.conf is a warning in the log",
                    "Pgpool-II's documentation of 4.3")
            .read(Question.NEGOTIATION, "no direct TLS, no GSS", "Pgpool-II's documentation of 4.3")
            .read(
                    Question.POOLING,
                    "a session keeps its server connection: prepared statements work",
                    "Pgpool-II's documentation of 4.3")
            .read(Question.REREADING, "ssl needs a restart", "Pgpool-II's documentation of 4.3")
            .list();

    private PgpoolRules() {}
}
