package dev.postern.datastore.authority;

import java.util.List;

/**
 * What a trust domain's identities are verified with.
 *
 * @param trustDomain as the message says it, a SPIFFE ID
 * @param sequence grows with each change; unsigned, therefore text
 */
public record TrustBundle(
        String trustDomain,
        List<X509Authority> x509Authorities,
        List<SigningKey> jwtKeys,
        List<SigningKey> witKeys,
        long refreshHintSeconds,
        String sequence) {}
