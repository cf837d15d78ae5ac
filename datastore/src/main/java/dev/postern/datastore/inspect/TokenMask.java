package dev.postern.datastore.inspect;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;

/**
 * Keeps tokens out of what is shown. SPIRE names an agent by the join token it came with, also in the parent of the entry
 * that is made with a token, so an unused token stands there as text. An agent that is attested has used its token up.
 */
final class TokenMask {
    static final String PART = "/spire/agent/join_token/";

    private static final int SHOWN_DIGITS = 12;

    private final Set<String> attested;

    /** @param attested SPIFFE IDs of agents that have used their token */
    TokenMask(Set<String> attested) {
        this.attested = attested;
    }

    String shown(String spiffeId) {
        int at = spiffeId.indexOf(PART);
        return at < 0 || attested.contains(spiffeId)
                ? spiffeId
                : spiffeId.substring(0, at + PART.length()) + "(token, sha256 "
                        + fingerprint(spiffeId.substring(at + PART.length())) + ")";
    }

    static String fingerprint(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, SHOWN_DIGITS);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
