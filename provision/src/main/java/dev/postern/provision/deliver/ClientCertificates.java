package dev.postern.provision.deliver;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Issues the certificates that bindings deliver. The control plane implements it; certificates may come from elsewhere. */
@FunctionalInterface
public interface ClientCertificates {
    /**
     * A new certificate for a role.
     *
     * @param role the certificate's CN, the PostgreSQL role
     * @param binding the binding's name, which the certificate names as its caller
     * @throws dev.postern.kernel.problem.ProblemException when it cannot be issued
     */
    Issued issue(String role, String binding);

    /**
     * @param chain leaf first, without the root
     * @param key of the leaf
     */
    record Issued(List<X509Certificate> chain, PrivateKey key) {
        public Issued {
            chain = List.copyOf(chain);
        }

        public X509Certificate leaf() {
            return chain.getFirst();
        }

        @Override
        public String toString() {
            return "Issued[" + leaf().getSubjectX500Principal() + "]";
        }
    }
}
