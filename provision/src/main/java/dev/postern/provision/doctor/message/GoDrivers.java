package dev.postern.provision.doctor.message;

import java.util.List;

/** What pgx, lib/pq and Go's TLS say. */
final class GoDrivers {
    static final List<Known> ALL = List.of(
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "pq: SSL is not enabled on the server",
                    "lib/pq's default is sslmode=require, and the server has ssl = off",
                    "turn TLS on at the server and use verify-full; sslmode=disable only for a server that nobody else can reach"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "server refused TLS connection",
                    "sslmode is require or stronger, and the server has ssl = off, or a pooler without TLS answers",
                    "turn it on at the server"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "x509: certificate signed by unknown authority",
                    "the certificate that was shown does not lead to a root that this program trusts",
                    "name the root that signed it: sslrootcert; where SPIRE's agents say it, their bundle is of another data store"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "x509: certificate relies on legacy Common Name field, use SANs instead",
                    "the server's certificate has a CN and no DNS names; libpq takes it, Go does not",
                    "issue it with subjectAltName=DNS:HOST"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "x509: certificate is not valid for any names, but wanted to match {host}",
                    "the server's certificate has no DNS names at all",
                    "issue it with subjectAltName=DNS:{host}"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "x509: certificate is valid for {names}, not {host}",
                    "the server's certificate is for {names}, and the connection string says {host}",
                    "connect by one of these names, or issue it with {host} too"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "x509: cannot validate certificate for {address} because it doesn't contain any IP SANs",
                    "the connection string has an address, and the certificate has names only",
                    "connect by name, or issue it with subjectAltName=IP:{address}"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "x509: certificate has expired or is not yet valid",
                    "the certificate is out of date, or a clock is wrong",
                    "openssl x509 -noout -dates; date on both machines"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "x509: certificate specifies an incompatible key usage",
                    "the certificate is not for this purpose: a client's for a server, or the other way round",
                    "issue it with TLS Web Server Authentication for servers, Client Authentication for clients"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "signature check attempts limit reached while verifying certificate chain",
                    "many roots have the same subject, and Go tries them all",
                    "give each authority a subject of its own"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "remote error: tls: unknown certificate authority",
                    "the server does not know the authority of the client's certificate",
                    "add that root to the server's ssl_ca_file and reload"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "remote error: tls: bad certificate",
                    "the other side refuses the certificate of this one",
                    "openssl x509 -noout -text -in CERT; check authority, dates and purpose"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "remote error: tls: expired certificate",
                    "the client's certificate is expired; pgx and lib/pq read it once, at the start",
                    "renew it and restart the process"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "remote error: tls: revoked certificate",
                    "the server's CRL has the serial of the client's certificate",
                    "issue a new one"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "remote error: tls: handshake failure",
                    "no cipher or signature algorithm in common, or a client certificate is missing",
                    "openssl s_client -starttls postgres -connect HOST:PORT shows what is offered"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "remote error: tls: certificate required",
                    "the server wants a client certificate, and none was sent",
                    "name sslcert and sslkey"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "tls: private key does not match public key",
                    "sslkey is not the key of sslcert",
                    "compare: openssl x509 -noout -pubkey -in CERT and openssl pkey -pubout -in KEY"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "tls: failed to find any PEM data in certificate input",
                    "sslcert is no PEM: empty, DER, or the wrong file",
                    "openssl x509 -noout -in CERT"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "tls: failed to find any PEM data in key input",
                    "sslkey is no PEM: empty, DER, or the wrong file",
                    "openssl pkey -noout -in KEY"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "tls: first record does not look like a TLS handshake",
                    "TLS began and the other side answered in clear",
                    "check host and port; direct TLS needs a server of 17+"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "unable to read CA file: open {file}",
                    "sslrootcert {file} is missing or unreadable in this container",
                    "check the mount: ls -l {file}"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "unable to add CA to cert pool",
                    "sslrootcert has no PEM certificate in it",
                    "openssl storeutl -noout -certs FILE"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "unable to read cert: open {file}",
                    "sslcert {file} is missing or unreadable in this container",
                    "check the mount: ls -l {file}"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "couldn't parse pem in sslrootcert",
                    "sslrootcert has no PEM certificate in it",
                    "openssl storeutl -noout -certs FILE"),
            new Known(
                    Origin.GO,
                    Step.TLS,
                    "pq: Private key file has group or world access. Permissions should be u=rw (0600) or less",
                    "lib/pq refuses a key that others may read; a Kubernetes Secret without defaultMode has 0644",
                    "chmod 0600 KEY; in a pod defaultMode: 0400, or 0440 with fsGroup"),
            new Known(
                    Origin.GO,
                    Step.SETTINGS,
                    "pq: unsupported sslmode \"{mode}\"",
                    "lib/pq knows disable, require, verify-ca and verify-full; its versions before 1.11 do not know {mode}",
                    "say one of those"),
            new Known(
                    Origin.GO,
                    Step.SETTINGS,
                    "pq: unrecognized configuration parameter \"{name}\"",
                    "lib/pq sends what it does not know to the server as a setting: {name} is libpq's word, not lib/pq's",
                    "remove {name}"),
            new Known(
                    Origin.GO,
                    Step.SETTINGS,
                    "failed to configure TLS",
                    "pgx cannot use the TLS files of the connection string",
                    "what follows in brackets says which; sslcert and sslkey must both be there"),
            new Known(
                    Origin.GO,
                    Step.SETTINGS,
                    "both \"sslcert\" and \"sslkey\" are required",
                    "only one of sslcert and sslkey is given",
                    "name both"),
            new Known(
                    Origin.GO,
                    Step.SETTINGS,
                    "failed to parse as keyword/value",
                    "the connection string is neither a URI nor key=value: often a password with a space or quote that was pasted in without quoting, or an empty password=",
                    "quote it: password='…'; Flight Control pastes it as it is: use letters and digits only"),
            new Known(
                    Origin.GO,
                    Step.SETTINGS,
                    "failed to parse as URL",
                    "the connection string is no URI: often @, :, / or % of a password that is not percent-encoded",
                    "percent-encode the password"),
            new Known(
                    Origin.GO,
                    Step.SETTINGS,
                    "missing \"=\" after",
                    "a value with a space is not quoted",
                    "quote it: password='with space'"),
            new Known(
                    Origin.GO,
                    Step.DNS,
                    "lookup {host}: no such host",
                    "the name {host} does not resolve here",
                    "getent hosts {host}; in Kubernetes write NAME.NAMESPACE.svc"),
            new Known(
                    Origin.GO,
                    Step.DNS,
                    "lookup {host} on {resolver}: no such host",
                    "the resolver {resolver} says that {host} does not exist",
                    "in Kubernetes write NAME.NAMESPACE.svc; an ExternalName leads to its target's name, which the certificate must have"),
            new Known(
                    Origin.GO,
                    Step.DNS,
                    "lookup {host}: i/o timeout",
                    "the resolver did not answer",
                    "check that port 53 is open from here (a network policy for egress?)"),
            new Known(
                    Origin.GO,
                    Step.TCP,
                    "connect: connection refused",
                    "nobody listens at that address and port",
                    "at the server: ss -ltn; SHOW listen_addresses"),
            new Known(
                    Origin.GO,
                    Step.TCP,
                    "connect: no route to host",
                    "a router or a firewall says that this address cannot be reached",
                    "check the firewall of the server and network policies"),
            new Known(
                    Origin.GO,
                    Step.TCP,
                    "dial tcp {address}: i/o timeout",
                    "no answer from {address}: packets are dropped, by a firewall, a security group or a network policy",
                    "nc -vz from the same pod or machine"),
            new Known(
                    Origin.GO,
                    Step.AUTHENTICATION,
                    "failed SASL auth",
                    "the password that was sent is wrong, or the server cannot check it",
                    "the server's words follow; compare the secret with the role's password: postern prove"),
            new Known(
                    Origin.GO,
                    Step.AUTHENTICATION,
                    "pq: unknown authentication response: {type}",
                    "this lib/pq does not know what the server asks for; 10 is SCRAM, which needs 1.1 or later",
                    "update it"),
            new Known(
                    Origin.GO,
                    Step.AUTHENTICATION,
                    "pq: got 10 on unknown authentication",
                    "this lib/pq is too old for SCRAM",
                    "update it"),
            new Known(
                    Origin.GO,
                    Step.SESSION,
                    "prepared statement \"stmtcache_{id}\" already exists",
                    "pgx prepares by itself, and a pooler in transaction mode is in between",
                    "default_query_exec_mode=exec (or simple_protocol), or PgBouncer 1.21+ with max_prepared_statements"),
            new Known(
                    Origin.GO,
                    Step.SESSION,
                    "driver: bad connection",
                    "the connection was cut while it was used",
                    "see the server's log; SetConnMaxLifetime below the shortest timeout in between"));

    private GoDrivers() {}
}
