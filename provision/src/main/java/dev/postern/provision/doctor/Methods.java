package dev.postern.provision.doctor;

import dev.postern.provision.connect.Login;
import dev.postern.provision.doctor.message.Step;
import dev.postern.provision.doctor.probe.Welcome;
import java.util.Optional;

/** What a server asks for, and whether this client has it and accepts it. */
final class Methods {
    private static final int CLEARTEXT = 3;
    private static final int MD5 = 5;
    private static final int GSS = 7;
    private static final int SSPI = 9;
    private static final int SASL = 10;

    private final Login login;
    private final Client client;

    Methods(Login login, Client client) {
        this.login = login;
        this.client = client;
    }

    Check check(Welcome.Asks asks) {
        return refused(asks).orElseGet(() -> supported(asks));
    }

    /** Nothing if the client takes it that it was not asked for anything. */
    Optional<Check> unasked() {
        boolean wanted = client.accepts("none");
        if (wanted && !client.bindingRequired()) {
            return Optional.empty();
        }
        return Optional.of(Check.failed(
                Step.AUTHENTICATION,
                "the server lets " + login.user() + " in without asking for a password, and "
                        + (wanted ? "channel_binding=require" : "require_auth=" + client.requireAuth())
                        + " does not take that",
                "the HBA line says trust, peer or cert, where this client insists on SCRAM",
                "change the method in pg_hba.conf; for certificates leave that setting out"));
    }

    /** What the client itself does not accept. */
    private Optional<Check> refused(Welcome.Asks asks) {
        String word = word(asks.method());
        if (!client.accepts(word)) {
            return Optional.of(Check.failed(
                    Step.AUTHENTICATION,
                    "the server asks for " + word + ", and require_auth=" + client.requireAuth() + " leaves that out",
                    "the HBA line that catches this login has another method than the client insists on",
                    "change the method in pg_hba.conf; do not weaken require_auth"));
        }
        boolean binds = asks.mechanisms().contains("SCRAM-SHA-256-PLUS");
        if (client.bindingRequired() && !binds) {
            return Optional.of(Check.failed(
                    Step.AUTHENTICATION,
                    "channel_binding=require, and the server offers " + word + " without channel binding",
                    "there is no TLS up to the server, a pooler or proxy ends it, or the password is kept as md5",
                    "connect to the server itself with TLS, set the password anew as scram-sha-256, or say"
                            + " channel_binding=prefer"));
        }
        return Optional.empty();
    }

    private static String word(int method) {
        return switch (method) {
            case CLEARTEXT -> "password";
            case MD5 -> "md5";
            case GSS -> "gss";
            case SSPI -> "sspi";
            case SASL -> "scram-sha-256";
            default -> "the method " + method;
        };
    }

    private Check supported(Welcome.Asks asks) {
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
