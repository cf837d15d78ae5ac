package dev.postern.provision.connect;

import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A TLS context of a login's certificates. */
final class TlsContext {
    private TlsContext() {}

    static SSLContext of(Login login) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(login.credential()), trust(login.transport()), null);
            return context;
        } catch (GeneralSecurityException | IOException failure) {
            throw new ProvisionException(
                    ProvisionCode.CREDENTIAL_UNUSABLE,
                    "the certificates for " + login.user() + " at " + login.server() + " cannot be used: "
                            + failure.getMessage(),
                    "give certificates and a key that belong together",
                    failure);
        }
    }

    private static KeyManager[] keys(Credential credential) {
        return switch (credential) {
            case Credential.ClientCertificate client -> new KeyManager[] {new OneKey(client)};
            case Credential.Both both -> new KeyManager[] {new OneKey(both.certificate())};
            case Credential.Password _, Credential.None _ -> new KeyManager[0];
        };
    }

    private static TrustManager[] trust(Transport transport) throws GeneralSecurityException, IOException {
        return switch (transport) {
            case Transport.VerifyFull full -> anchored(full.anchors());
            case Transport.VerifyCa ca -> anchored(ca.anchors());
            case Transport.Encrypted _, Transport.Plain _ -> new TrustManager[] {new AnyServer()};
        };
    }

    private static TrustManager[] anchored(List<X509Certificate> anchors) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < anchors.size(); i++) {
            store.setCertificateEntry("anchor" + i, anchors.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }
}
