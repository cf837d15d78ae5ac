package dev.postern.provision.doctor;

import dev.postern.provision.connect.Login;
import dev.postern.provision.doctor.message.Step;
import dev.postern.provision.doctor.probe.Welcome;

/** What a server asks for, and whether this client has it. */
final class Methods {
    private static final int CLEARTEXT = 3;
    private static final int MD5 = 5;
    private static final int GSS = 7;
    private static final int SSPI = 9;
    private static final int SASL = 10;

    private Methods() {}

    static Check check(Login login, Welcome.Asks asks) {
        boolean password = ClientCertificates.password(login.credential()).isPresent();
        return switch (asks.method()) {
            case CLEARTEXT, MD5, SASL -> password ? having(asks) : lacking(login, asks);
            case GSS, SSPI ->
                Check.failed(
                        Step.HBA,
                        "the server's rule asks for Kerberos (" + (asks.method() == GSS ? "gss" : "sspi") + ")",
                        "a line above the one that you mean catches " + login.user() + ", or the server wants tickets",
                        "this command has none; SELECT * FROM pg_hba_file_rules shows the order");
            default ->
                Check.failed(
                        Step.HBA,
                        "the server asks for the authentication method " + asks.method(),
                        "it is newer than this command, or no PostgreSQL",
                        "see the server's pg_hba.conf");
        };
    }

    private static Check having(Welcome.Asks asks) {
        return switch (asks.method()) {
            case SASL -> Check.ok(Step.HBA, "the server asks for " + String.join(" or ", asks.mechanisms()));
            case MD5 ->
                Check.warning(
                        Step.HBA,
                        "the server asks for md5",
                        "MD5 passwords are deprecated since 18, and whoever reads pg_authid can log in with them",
                        "password_encryption = 'scram-sha-256', set the password anew, scram-sha-256 in pg_hba.conf");
            default ->
                Check.warning(
                        Step.HBA,
                        "the server asks for the password in clear",
                        "the HBA line says password, ldap, pam or radius, or a pooler asks",
                        "use it inside verified TLS only; better scram-sha-256");
        };
    }

    private static Check lacking(Login login, Welcome.Asks asks) {
        String method = asks.method() == SASL
                ? String.join(" or ", asks.mechanisms())
                : asks.method() == MD5 ? "an md5 password" : "a password in clear";
        return Check.failed(
                Step.AUTHENTICATION,
                "the server asks for " + method + ", and there is no password for " + login.user(),
                ClientCertificates.of(login.credential()).isPresent()
                        ? "a certificate was shown, and the HBA line that catches this login wants a password (too)"
                        : "neither the connection string nor PGPASSWORD has one",
                "set PGPASSWORD; where a certificate should do, the HBA line must say cert");
    }
}
