package dev.postern.provision.doctor.message;

import java.util.List;

/** What PostgreSQL writes into its log about TLS, its files and its rules. */
final class ServerTls {
    static final List<Known> ALL = List.of(
            new Known(
                    Origin.SERVER_LOG,
                    Step.TLS,
                    "could not accept SSL connection: tlsv1 alert unknown ca",
                    "the client does not trust the authority of the server's certificate and hung up",
                    "give the client the root that signed it: sslrootcert"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.TLS,
                    "could not accept SSL connection: sslv3 alert bad certificate",
                    "the client refused the server's certificate",
                    "compare names and dates: openssl x509 -noout -text -in server.crt"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.TLS,
                    "could not accept SSL connection: certificate verify failed",
                    "the server does not believe the client's certificate: another authority, expired, or a CRL that is missing or old",
                    "openssl verify -CAfile ssl_ca_file client.crt; with ssl_crl_file every authority needs a current CRL of its own in it"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.TLS,
                    "could not accept SSL connection: no shared cipher",
                    "client and server have no cipher in common",
                    "compare ssl_ciphers; an old client needs an update"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.TLS,
                    "could not accept SSL connection: unsupported protocol",
                    "the client's TLS is older than ssl_min_protocol_version",
                    "update the client; since 12 the server wants TLS 1.2"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.TLS,
                    "could not accept SSL connection: http request",
                    "somebody speaks HTTP to this port",
                    "a health check or a browser: let it check with TCP or pg_isready"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.TLS,
                    "could not accept SSL connection: EOF detected",
                    "the client hung up during the handshake: it refused the certificate, or was a port scan",
                    "the client's own message says why"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.TLS,
                    "could not accept SSL connection: Connection reset by peer",
                    "the client or something in between broke the connection during the handshake",
                    "the client's own message says why; check firewalls and load balancers"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.TLS,
                    "private key file \"{file}\" has group or world access",
                    "{file} may be read by others; server and libpq refuse such a key",
                    "chmod 0600 {file}; 0640 if root owns it. A Kubernetes Secret needs defaultMode: 0400 or 0440 with fsGroup"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.TLS,
                    "private key file \"{file}\" must be owned by the database user or root",
                    "whoever runs the server is not the owner of {file}",
                    "chown postgres {file}"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.TLS,
                    "could not load server certificate file \"{file}\"",
                    "{file} is missing, unreadable or no PEM certificate",
                    "openssl x509 -noout -in {file}; until it is right the server goes on with the old one, and does not start with the new"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.TLS,
                    "could not load private key file \"{file}\": key values mismatch",
                    "{file} is not the key of the certificate beside it",
                    "compare: openssl x509 -noout -pubkey -in server.crt and openssl pkey -pubout -in {file}"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.TLS,
                    "could not load private key file \"{file}\"",
                    "{file} is missing, unreadable, encrypted, or the key of another certificate",
                    "openssl pkey -noout -in {file}; an encrypted one needs ssl_passphrase_command at the server, sslpassword at a client"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.TLS,
                    "could not load root certificate file \"{file}\"",
                    "ssl_ca_file {file} is missing or no PEM",
                    "openssl storeutl -noout -certs {file} counts what is in it"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.TLS,
                    "could not load SSL certificate revocation list file \"{file}\"",
                    "ssl_crl_file {file} is missing or no PEM",
                    "openssl crl -noout -in {file}"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.TLS,
                    "SSL configuration was not reloaded",
                    "a file of the new TLS settings is wrong: the old certificate stays in force, although pg_reload_conf() said true; the next restart fails",
                    "the line before says which file; after mending it prove the change by a handshake"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.TLS,
                    "client certificates can only be checked if a root certificate store is available",
                    "the HBA line says cert or clientcert, and ssl_ca_file is not set",
                    "set ssl_ca_file, then SELECT pg_reload_conf()"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.HBA,
                    "provided user name ({user}) and authenticated user name ({name}) do not match",
                    "the certificate or ticket is for {name}, and the connection asks for {user}",
                    "use a credential of {user}, or a map in pg_ident.conf"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.HBA,
                    "no match in usermap \"{map}\" for user \"{user}\" authenticated as \"{identity}\"",
                    "pg_ident.conf has no line {map} that lets {identity} be {user}",
                    "add: {map} {identity} {user}, then SELECT pg_reload_conf()"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.HBA,
                    "pg_hba.conf was not reloaded",
                    "a line of pg_hba.conf is wrong: the old rules stay in force, and the next start fails",
                    "SELECT line_number, error FROM pg_hba_file_rules WHERE error IS NOT NULL"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.HBA,
                    "invalid authentication method \"{method}\"",
                    "{method} is no method of pg_hba.conf in this version",
                    "scram-sha-256, cert, peer, reject …; then SELECT pg_reload_conf()"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.HBA,
                    "authentication method \"{method}\" not supported on local sockets",
                    "the line begins with local, and {method} needs TCP",
                    "use peer or scram-sha-256 on local lines"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.HBA,
                    "hostssl record cannot match because SSL is disabled",
                    "pg_hba.conf has hostssl lines, and ssl is off: nobody can match them",
                    "set ssl = on with ssl_cert_file and ssl_key_file, then SELECT pg_reload_conf()"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.TCP,
                    "could not bind {family} address \"{address}\": Address already in use",
                    "another process, perhaps another PostgreSQL, listens on that port",
                    "ss -ltnp shows who; choose another port or stop it"),
            new Known(
                    Origin.SERVER_LOG,
                    Step.TCP,
                    "could not bind {family} address \"{address}\": Cannot assign requested address",
                    "listen_addresses names an address that this machine does not have",
                    "listen_addresses = '*' or one that ip addr shows"));

    private ServerTls() {}
}
