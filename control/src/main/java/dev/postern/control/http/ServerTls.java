package dev.postern.control.http;

import dev.postern.control.issue.Credential;
import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** TLS 1.3, a client certificate required, the server's own certificate replaceable while it runs. */
final class ServerTls {
    private final CurrentKey key;
    private final SSLContext context;

    private ServerTls(CurrentKey key, SSLContext context) {
        this.key = key;
        this.context = context;
    }

    static ServerTls create(Credential credential, List<X509Certificate> clientAnchors, SecureRandom random) {
        try {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            int number = 0;
            for (X509Certificate anchor : clientAnchors) {
                anchors.setCertificateEntry("anchor-" + number++, anchor);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(anchors);
            CurrentKey key = new CurrentKey(credential);
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] bounded = Arrays.stream(trust.getTrustManagers())
                    .map(X509ExtendedTrustManager.class::cast)
                    .map(BoundedChain::new)
                    .toArray(TrustManager[]::new);
            context.init(new KeyManager[] {key}, bounded, random);
            return new ServerTls(key, context);
        } catch (GeneralSecurityException | IOException unusable) {
            throw new ControlException(
                    ControlCode.INTERNAL,
                    "the API's certificate cannot be used for TLS (" + unusable.getMessage() + ")",
                    "report this with the log",
                    unusable);
        }
    }

    SSLContext context() {
        return context;
    }

    SSLParameters parameters() {
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setNeedClientAuth(true);
        return parameters;
    }

    void use(Credential credential) {
        key.current.set(credential);
    }

    /** One server key, whichever is current. */
    private static final class CurrentKey extends X509ExtendedKeyManager {
        private static final String ALIAS = "api";

        private final AtomicReference<Credential> current;

        CurrentKey(Credential credential) {
            this.current = new AtomicReference<>(credential);
        }

        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return current.get().key().getAlgorithm().equals(keyType) ? ALIAS : null;
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return current.get().key().getAlgorithm().equals(keyType) ? ALIAS : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return current.get().chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return current.get().key();
        }
    }
}
