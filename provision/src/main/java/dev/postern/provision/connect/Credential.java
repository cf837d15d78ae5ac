package dev.postern.provision.connect;

import dev.postern.kernel.secret.Secret;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** What a login shows to prove who it is. */
public sealed interface Credential {
    /** Nothing: no certificate, no password. */
    record None() implements Credential {}

    /** @param chain leaf first, without the root */
    record ClientCertificate(List<X509Certificate> chain, PrivateKey key) implements Credential {
        public ClientCertificate {
            chain = List.copyOf(chain);
        }

        public X509Certificate leaf() {
            return chain.getFirst();
        }

        @Override
        public String toString() {
            return "ClientCertificate[" + leaf().getSubjectX500Principal() + "]";
        }
    }

    record Password(Secret password) implements Credential {}

    /** A certificate in the handshake and a password after it: {@code scram-sha-256 clientcert=verify-ca}. */
    record Both(ClientCertificate certificate, Secret password) implements Credential {}
}
