package dev.postern.provision.doctor.probe;

import dev.postern.provision.connect.Credential;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Shows the certificate, if there is one, and remembers whom the server would believe. */
final class SeenKeys extends X509ExtendedKeyManager {
    private static final String ALIAS = "client";
    private static final int MOST = 200;

    private final Optional<Credential.ClientCertificate> certificate;
    private volatile @Nullable List<String> authorities;

    SeenKeys(Optional<Credential.ClientCertificate> certificate) {
        this.certificate = certificate;
    }

    /** Empty if the server did not ask for a certificate. */
    Optional<List<String>> authorities() {
        return Optional.ofNullable(authorities);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        authorities = issuers == null
                ? List.of()
                : Arrays.stream(issuers).limit(MOST).map(Principal::getName).toList();
        return certificate
                .filter(client -> List.of(keyTypes).contains(client.key().getAlgorithm()))
                .map(_ -> ALIAS)
                .orElse(null);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return certificate
                .map(client -> client.chain().toArray(X509Certificate[]::new))
                .orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return certificate.map(Credential.ClientCertificate::key).orElse(null);
    }
}
