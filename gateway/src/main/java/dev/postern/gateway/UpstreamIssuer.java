package dev.postern.gateway;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Signs the gateway's own client certificates for PostgreSQL. Called on a virtual thread, never on an event loop; may
 * block. The private key stays in the gateway.
 */
@FunctionalInterface
public interface UpstreamIssuer {
    /**
     * @param role the certificate's CN, the PostgreSQL role
     * @param subject who is calling, as rules spell it: {@code user:NAME} or {@code workload:SPIFFE-ID}; what the
     *     certificate's OU and {@code postern.identity()} show is made of it
     * @return the leaf first, without the root
     * @throws dev.postern.kernel.problem.ProblemException when no rule allows the pair or the authority is away
     */
    List<X509Certificate> issue(String role, String subject, PublicKey key);
}
