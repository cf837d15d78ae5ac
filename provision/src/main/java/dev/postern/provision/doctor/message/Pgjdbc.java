package dev.postern.provision.doctor.message;

import java.util.List;

/** What the JDBC driver says. */
final class Pgjdbc {
    static final List<Known> ALL = List.of(
            new Known(
                    Origin.PGJDBC,
                    Step.TCP,
                    "Connection to {host}:{port} refused. Check that the hostname and port are correct",
                    "nobody listens on port {port} of {host}",
                    "at the server: ss -ltn | grep {port}; SHOW listen_addresses"),
            new Known(
                    Origin.PGJDBC,
                    Step.DNS,
                    "java.net.UnknownHostException: {host}",
                    "the name {host} does not resolve",
                    "getent hosts {host}"),
            new Known(
                    Origin.PGJDBC,
                    Step.TCP,
                    "java.net.SocketTimeoutException: Connect timed out",
                    "no answer within connectTimeout: packets are dropped, by a firewall, a security group or a network policy",
                    "nc -vz HOST PORT from the same place"),
            new Known(
                    Origin.PGJDBC,
                    Step.SESSION,
                    "java.net.SocketTimeoutException: Read timed out",
                    "the server did not answer within socketTimeout",
                    "make socketTimeout longer than the slowest statement, or set statement_timeout below it"),
            new Known(
                    Origin.PGJDBC,
                    Step.TLS,
                    "The server does not support SSL.",
                    "sslmode is require or stronger, and the server has ssl = off, or a pooler without TLS answers",
                    "turn it on at the server"),
            new Known(
                    Origin.PGJDBC,
                    Step.TLS,
                    "Could not open SSL root certificate file {file}.",
                    "sslmode=verify-ca or verify-full needs a root certificate, and {file} is not there",
                    "name it with sslrootcert; or sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory for Java's own trust store"),
            new Known(
                    Origin.PGJDBC,
                    Step.TLS,
                    "Could not read SSL root certificate file {file}.",
                    "{file} has no certificate that can be read",
                    "openssl storeutl -noout -certs {file}"),
            new Known(
                    Origin.PGJDBC,
                    Step.TLS,
                    "unable to find valid certification path to requested target",
                    "the server's certificate does not lead to a root in sslrootcert",
                    "name the root that signed it; a missing intermediate belongs into the server's ssl_cert_file"),
            new Known(
                    Origin.PGJDBC,
                    Step.TLS,
                    "The hostname {host} could not be verified",
                    "the server's certificate is not for {host}",
                    "connect by a name of the certificate, or issue one with {host} among its DNS names"),
            new Known(
                    Origin.PGJDBC,
                    Step.TLS,
                    "Could not read SSL key file {file}.",
                    "{file} is missing or unreadable",
                    "check the path and who may read it"),
            new Known(
                    Origin.PGJDBC,
                    Step.TLS,
                    "Algid parse error, not a sequence",
                    "the key is PKCS#1 or EC PEM in a file that the driver reads as PKCS#8 DER",
                    "openssl pkcs8 -topk8 -nocrypt -in key.pem -outform DER -out key.pk8; or a name ending in .pem, .key (42.7.5+)"),
            new Known(
                    Origin.PGJDBC,
                    Step.TLS,
                    "Could not decrypt SSL key file {file}.",
                    "the key is encrypted, and sslpassword is missing or wrong",
                    "sslpassword, or a key without a passphrase of mode 0600"),
            new Known(
                    Origin.PGJDBC,
                    Step.TLS,
                    "SSL error: Received fatal alert: unknown_ca",
                    "the server does not know the authority of the client's certificate",
                    "add that root to the server's ssl_ca_file and reload"),
            new Known(
                    Origin.PGJDBC,
                    Step.TLS,
                    "SSL error: Received fatal alert: certificate_required",
                    "the server wants a client certificate, and none was sent",
                    "name sslcert and sslkey"),
            new Known(
                    Origin.PGJDBC,
                    Step.TLS,
                    "SSL error: Received fatal alert: certificate_expired",
                    "the client's certificate is expired",
                    "renew it"),
            new Known(
                    Origin.PGJDBC,
                    Step.TLS,
                    "SSL error: Received fatal alert: bad_certificate",
                    "the server refuses the client's certificate",
                    "openssl x509 -noout -text -in CERT; it needs TLS Web Client Authentication"),
            new Known(
                    Origin.PGJDBC,
                    Step.TLS,
                    "SSL error: Received fatal alert: handshake_failure",
                    "no cipher or signature algorithm in common, or a client certificate is missing",
                    "openssl s_client -starttls postgres -connect HOST:PORT shows what is offered"),
            new Known(
                    Origin.PGJDBC,
                    Step.AUTHENTICATION,
                    "The authentication type {type} is not supported. Check that you have configured the pg_hba.conf file",
                    "the driver does not know what the server asks for; 10 is SCRAM, which needs 42.2",
                    "update the driver"),
            new Known(
                    Origin.PGJDBC,
                    Step.AUTHENTICATION,
                    "The server requested SCRAM-based authentication, but no password was provided.",
                    "the server wants a password, and the driver has none",
                    "set the property password, or ~/.pgpass"),
            new Known(
                    Origin.PGJDBC,
                    Step.AUTHENTICATION,
                    "The server requested SCRAM-based authentication, but the password is an empty string.",
                    "the password is empty, and the server never accepts that",
                    "set the property password"),
            new Known(
                    Origin.PGJDBC,
                    Step.AUTHENTICATION,
                    "The server requested password-based authentication, but no password was provided",
                    "the server wants a password, and the driver has none",
                    "set the property password, or ~/.pgpass"),
            new Known(
                    Origin.PGJDBC,
                    Step.PROTOCOL,
                    "Protocol error. Session setup failed.",
                    "what answers is not PostgreSQL, or something in between changed the bytes",
                    "check host and port"),
            new Known(
                    Origin.PGJDBC,
                    Step.SESSION,
                    "An I/O error occurred while sending to the backend.",
                    "the connection was cut while it was used: the server ended it, or a firewall or load balancer did",
                    "see the server's log; tcpKeepAlive=true, and let the pool retire connections before the shortest timeout in between"),
            new Known(
                    Origin.PGJDBC,
                    Step.SESSION,
                    "This connection has been closed.",
                    "the pool gave out a connection that had ended",
                    "test on borrow, or a maxLifetime below the server's"),
            new Known(
                    Origin.PGJDBC,
                    Step.SESSION,
                    "Could not find a server with specified targetServerType: {type}",
                    "no host that answered is a {type}",
                    "name all hosts; SELECT pg_is_in_recovery() at each"),
            new Known(
                    Origin.PGJDBC,
                    Step.SETTINGS,
                    "Unable to parse URL {url}",
                    "the URL is not jdbc:postgresql://HOST:PORT/DATABASE?…",
                    "percent-encode special characters; the password belongs into a property"),
            new Known(
                    Origin.PGJDBC,
                    Step.SETTINGS,
                    "No suitable driver found for {url}",
                    "the driver is not on the class path, or the URL does not begin with jdbc:postgresql:",
                    "add org.postgresql:postgresql; correct the URL"),
            new Known(
                    Origin.PGJDBC,
                    Step.SETTINGS,
                    "Invalid sslmode value: {value}",
                    "sslmode cannot be {value}",
                    "disable, allow, prefer, require, verify-ca or verify-full"));

    private Pgjdbc() {}
}
