package dev.postern.pki.authority;

import java.security.PublicKey;

/**
 * A wish with the public key it is for, which is all that is taken from the one who asks.
 *
 * @param requester a subject, or a part of Postern, for the journal
 * @param requestId one per request, for joining with logs
 */
public record IssueRequest(CertificateWish wish, PublicKey key, String requester, String requestId) {}
