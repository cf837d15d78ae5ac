package dev.postern.datastore.authority;

import java.time.Instant;
import java.util.Optional;

/**
 * One authority of a server.
 *
 * @param slot A or B, between which a server changes
 * @param authorityId a certificate's Subject Key Identifier, or a key's id
 * @param certificate for X.509 authorities
 * @param upstreamAuthorityId who has signed the certificate, when that was not itself
 * @param key for keys that sign tokens, for example {@code EC 256}
 */
public record JournalEntry(
        String slot,
        AuthorityState state,
        String authorityId,
        Optional<Instant> issuedAt,
        Optional<Instant> notAfter,
        Optional<X509Authority> certificate,
        Optional<String> upstreamAuthorityId,
        Optional<String> key) {}
