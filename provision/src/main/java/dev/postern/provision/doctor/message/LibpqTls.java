package dev.postern.provision.doctor.message;

import java.util.List;

/** What libpq says about TLS and the files it needs. */
final class LibpqTls {
    static final List<Known> ALL = List.of(
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "server does not support SSL, but SSL was required",
                    "sslmode is require or stronger, and the server has ssl = off, or a pooler without TLS answers",
                    "turn it on: ssl = on, ssl_cert_file, ssl_key_file, reload; do not weaken the client"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "SSL error: certificate verify failed",
                    "the server's certificate does not lead to a root in sslrootcert, or is expired",
                    "openssl s_client -starttls postgres -connect HOST:PORT -CAfile ROOT says which; name the root that signed it"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "server certificate for \"{name}\" does not match host name \"{host}\"",
                    "the certificate is for {name}, and the connection string says {host}",
                    "connect by a name of the certificate (hostaddr= keeps the address), or issue one with {host} among its DNS names"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "root certificate file \"{file}\" does not exist",
                    "sslmode=verify-ca or verify-full needs a root certificate, and {file} is not there",
                    "name it with sslrootcert, or sslrootcert=system for a public authority (libpq 16)"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "could not read root certificate file \"{file}\"",
                    "{file} has no certificate that can be read",
                    "openssl storeutl -noout -certs {file}"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "certificate present, but not private key file \"{file}\"",
                    "there is a client certificate and no key at {file}; perhaps ~/.postgresql/postgresql.crt lies there from earlier",
                    "name sslkey, or sslcert= to a file that does not exist, or sslcertmode=disable (libpq 16)"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "file must have permissions u=rw (0600) or less if owned by the current user",
                    "the key may be read by others, and libpq does not use it",
                    "chmod 0600 KEY; a Kubernetes Secret: defaultMode 0400, or 0440 with fsGroup if root owns it"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "could not read certificate file \"{file}\"",
                    "{file} is no PEM certificate, or unreadable",
                    "openssl x509 -noout -in {file}; DER needs converting: -inform DER"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "certificate does not match private key file \"{file}\"",
                    "{file} is not the key of sslcert: often one of the two was renewed and the other not",
                    "compare: openssl x509 -noout -pubkey -in CERT and openssl pkey -pubout -in {file}"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "tlsv1 alert unknown ca",
                    "the server does not know the authority of the client's certificate",
                    "add that root to the server's ssl_ca_file and reload; openssl verify -CAfile shows it beforehand"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "tlsv13 alert certificate required",
                    "the server (or a gateway) wants a client certificate, and none was sent",
                    "name sslcert and sslkey"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "alert certificate expired",
                    "the other side says that this certificate is expired, or that its CRL is old",
                    "openssl x509 -noout -enddate -in CERT; a CRL must be renewed before nextUpdate"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "alert certificate revoked",
                    "the server's CRL has the serial of this certificate",
                    "issue a new one; nothing else helps"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "alert bad certificate",
                    "the other side refuses the certificate: signature, purpose (EKU) or format",
                    "openssl x509 -noout -text -in CERT; a client's needs TLS Web Client Authentication"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "alert handshake failure",
                    "no cipher, curve or signature algorithm in common; sometimes a missing client certificate",
                    "openssl s_client -starttls postgres -connect HOST:PORT shows what is offered"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "alert protocol version",
                    "no TLS version in common",
                    "compare ssl_min_protocol_version of both sides"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "alert decrypt error",
                    "the key does not belong to the certificate that was sent, or a signature is wrong",
                    "openssl pkey -pubout and openssl x509 -pubkey must print the same"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "alert no application protocol",
                    "the client spoke TLS directly with an ALPN that this side does not take",
                    "sslnegotiation=postgres, or a server of 17+"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "wrong version number",
                    "TLS began and the other side answered in clear: not TLS on this port, or sslnegotiation=direct to a server before 17",
                    "sslnegotiation=postgres; check host and port"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "SSL SYSCALL error: EOF detected",
                    "the other side hung up during the handshake or later, without saying why",
                    "the server's log at that time; behind a load balancer: its idle timeout"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "unexpected eof while reading",
                    "the other side hung up without ending TLS",
                    "the server's log at that time"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "weak sslmode \"{mode}\" may not be used with sslrootcert=system",
                    "with the system's roots anybody with a public certificate would pass unless the name is checked",
                    "sslmode=verify-full"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "weak sslmode \"{mode}\" may not be used with sslnegotiation=direct",
                    "direct TLS has no plaintext to fall back to",
                    "sslmode=require or stronger"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "direct SSL connection was established without ALPN protocol negotiation extension",
                    "something that speaks TLS answered, but not PostgreSQL 17+",
                    "sslnegotiation=postgres; check host and port"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "could not get server's host name from server certificate",
                    "the certificate has no name that could be compared",
                    "issue one with DNS names"),
            new Known(
                    Origin.LIBPQ,
                    Step.TLS,
                    "could not load SSL certificate revocation list file",
                    "sslcrl is missing or no PEM",
                    "openssl crl -noout -in FILE"));

    private LibpqTls() {}
}
