package dev.postern.gateway.serve;

import dev.postern.pki.x509.KeyPairs;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the gateway shows its clients.
 *
 * @param chain the leaf first, without the root; one whose key this is not is refused at once
 */
public record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
    public ServerCertificate {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a server certificate needs at least its leaf");
        }
        chain = List.copyOf(chain);
        KeyPairs.requireMatch("the gateway's key", key, chain.getFirst());
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ServerCertificate[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
