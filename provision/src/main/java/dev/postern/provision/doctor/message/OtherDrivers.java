package dev.postern.provision.doctor.message;

import java.util.List;

/** What node-postgres, asyncpg and tokio-postgres say. */
final class OtherDrivers {
    static final List<Known> ALL = List.of(
            new Known(
                    Origin.NODE,
                    Step.TLS,
                    "The server does not support SSL connections",
                    "ssl is on in the client, and the server has ssl = off, or a pooler without TLS answers",
                    "turn it on at the server"),
            new Known(
                    Origin.NODE,
                    Step.TLS,
                    "self-signed certificate in certificate chain",
                    "Node does not know the root of the server's certificate; since pg 8 sslmode=require verifies",
                    "ssl: {ca: fs.readFileSync(ROOT)} or sslrootcert in the string; not rejectUnauthorized: false"),
            new Known(
                    Origin.NODE,
                    Step.TLS,
                    "self signed certificate",
                    "Node does not know the root of the server's certificate; since pg 8 sslmode=require verifies",
                    "ssl: {ca: fs.readFileSync(ROOT)} or sslrootcert in the string; not rejectUnauthorized: false"),
            new Known(
                    Origin.NODE,
                    Step.TLS,
                    "unable to verify the first certificate",
                    "an intermediate is missing between the server's certificate and the root",
                    "put the intermediates into the server's ssl_cert_file, after its own certificate"),
            new Known(
                    Origin.NODE,
                    Step.TLS,
                    "Hostname/IP does not match certificate's altnames: {why}",
                    "the server's certificate is for other names: {why}",
                    "connect by a name of the certificate, or issue one with this name"),
            new Known(
                    Origin.NODE,
                    Step.AUTHENTICATION,
                    "SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string",
                    "the password is undefined: an environment variable is not set",
                    "check what the process sees of PGPASSWORD or of its own variable"),
            new Known(
                    Origin.NODE,
                    Step.AUTHENTICATION,
                    "SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a non-empty string",
                    "the password is empty",
                    "check what the process sees of PGPASSWORD or of its own variable"),
            new Known(
                    Origin.NODE,
                    Step.TCP,
                    "connect ECONNREFUSED {address}",
                    "nobody listens at {address}; ::1 means that localhost was taken for IPv6",
                    "name 127.0.0.1, or let the server listen on both"),
            new Known(
                    Origin.NODE,
                    Step.DNS,
                    "getaddrinfo ENOTFOUND {host}",
                    "the name {host} does not resolve; sometimes a piece of a password with @ in it",
                    "getent hosts {host}; percent-encode the password"),
            new Known(
                    Origin.NODE,
                    Step.DNS,
                    "getaddrinfo EAI_AGAIN {host}",
                    "the resolver did not answer for {host}",
                    "check /etc/resolv.conf, and that port 53 is open from here"),
            new Known(
                    Origin.NODE,
                    Step.TCP,
                    "connect ETIMEDOUT {address}",
                    "no answer from {address}: packets are dropped",
                    "nc -vz from the same place"),
            new Known(
                    Origin.NODE,
                    Step.PROTOCOL,
                    "Connection terminated unexpectedly",
                    "the connection ended without a word",
                    "the server's log at that time; for idle ones keepAlive: true"),
            new Known(
                    Origin.NODE,
                    Step.SESSION,
                    "timeout exceeded when trying to connect",
                    "the pool had no free connection, or the server did not answer, within connectionTimeoutMillis",
                    "look for clients that are not released; then the network"),
            new Known(
                    Origin.PYTHON,
                    Step.TLS,
                    "rejected SSL upgrade",
                    "ssl is on in asyncpg, and the server has ssl = off, or a pooler without TLS answers",
                    "turn it on at the server"),
            new Known(
                    Origin.PYTHON,
                    Step.TLS,
                    "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: {why}",
                    "the server's certificate is not believed: {why}",
                    "give the SSLContext the root: ssl.create_default_context(cafile=ROOT); or connect by a name of the certificate"),
            new Known(
                    Origin.PYTHON,
                    Step.TLS,
                    "[SSL: TLSV1_ALERT_UNKNOWN_CA]",
                    "the server does not know the authority of the client's certificate",
                    "add that root to the server's ssl_ca_file and reload"),
            new Known(
                    Origin.PYTHON,
                    Step.TLS,
                    "[SSL: TLSV13_ALERT_CERTIFICATE_REQUIRED]",
                    "the server wants a client certificate, and none was sent",
                    "load_cert_chain(CERT, KEY)"),
            new Known(
                    Origin.PYTHON,
                    Step.TLS,
                    "[SSL: KEY_VALUES_MISMATCH]",
                    "the key is not the key of the certificate",
                    "compare: openssl x509 -noout -pubkey and openssl pkey -pubout"),
            new Known(
                    Origin.PYTHON,
                    Step.PROTOCOL,
                    "connection was closed in the middle of operation",
                    "the connection was cut while it was used",
                    "the server's log at that time"),
            new Known(
                    Origin.PYTHON,
                    Step.PROTOCOL,
                    "unexpected connection_lost() call",
                    "the connection was cut during the login: what answers may not be PostgreSQL",
                    "check host and port"),
            new Known(
                    Origin.PYTHON,
                    Step.SESSION,
                    "asyncpg.exceptions.DuplicatePreparedStatementError",
                    "asyncpg prepares by itself, and a pooler in transaction mode is in between",
                    "statement_cache_size=0, or PgBouncer 1.21+ with max_prepared_statements"),
            new Known(
                    Origin.PYTHON,
                    Step.SETTINGS,
                    "invalid DSN: scheme is expected to be either \"postgresql\" or \"postgres\"",
                    "asyncpg takes URIs only, and SQLAlchemy's postgresql+asyncpg:// is not one",
                    "begin with postgresql://"),
            new Known(
                    Origin.RUST,
                    Step.TLS,
                    "error performing TLS handshake: server does not support TLS",
                    "sslmode=require, and the server has ssl = off, or a pooler without TLS answers",
                    "turn it on at the server"),
            new Known(
                    Origin.RUST,
                    Step.TLS,
                    "invalid peer certificate: UnknownIssuer",
                    "the server's certificate does not lead to a root that the program was given",
                    "add it to the RootCertStore"),
            new Known(
                    Origin.RUST,
                    Step.TLS,
                    "invalid peer certificate: NotValidForName",
                    "the server's certificate is for other names",
                    "connect by one of them, or issue one with this name"),
            new Known(
                    Origin.RUST,
                    Step.TLS,
                    "invalid peer certificate: Expired",
                    "the server's certificate is expired",
                    "renew it at the server"),
            new Known(
                    Origin.RUST,
                    Step.TLS,
                    "invalid peer certificate: UnsupportedCertVersion",
                    "the server's certificate is X.509 version 1, as openssl x509 -req makes without extensions",
                    "issue it with -extfile and subjectAltName"),
            new Known(
                    Origin.RUST,
                    Step.TLS,
                    "received fatal alert: CertificateRequired",
                    "the server wants a client certificate, and none was sent",
                    "with_client_auth_cert(CHAIN, KEY)"),
            new Known(
                    Origin.RUST,
                    Step.TCP,
                    "error connecting to server: Connection refused (os error 111)",
                    "nobody listens at that address and port",
                    "at the server: ss -ltn"),
            new Known(
                    Origin.RUST,
                    Step.AUTHENTICATION,
                    "invalid configuration: password missing",
                    "the server wants a password, and the configuration has none",
                    "Config::password"),
            new Known(
                    Origin.RUST,
                    Step.SETTINGS,
                    "invalid connection string: unknown option `{option}`",
                    "tokio-postgres has no setting {option}; sslrootcert and the like are given to the TLS connector",
                    "remove {option}, and load the file in the program"));

    private OtherDrivers() {}
}
