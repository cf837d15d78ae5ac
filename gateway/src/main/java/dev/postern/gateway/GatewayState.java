package dev.postern.gateway;

import dev.postern.access.Rules;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * Everything a gateway decides by, immutable and swapped whole: the full state of the push stream.
 *
 * @param version grows with every change
 * @param clientAnchors roots that a caller's certificate must chain to (the {@code people} authority)
 * @param revoked serial numbers of caller certificates that are refused though they are still valid
 */
public record GatewayState(
        long version, List<Entry> entries, Rules rules, List<X509Certificate> clientAnchors, Set<BigInteger> revoked) {
    public GatewayState {
        entries = List.copyOf(entries);
        clientAnchors = List.copyOf(clientAnchors);
        revoked = Set.copyOf(revoked);
    }
}
