package dev.postern.gateway.authenticate;

import dev.postern.pki.x509.ChainVerifier;
import dev.postern.pki.x509.ChainVerifier.Validity;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which chains lead to one set of anchors. Following a path costs some tenths of a millisecond; one that leads to an anchor
 * is remembered by its chain's hash with the time in which all of it is valid. What leads nowhere is not remembered: whoever
 * floods shows another chain each time. Other anchors are another object, so nothing outlives a change of them.
 */
final class TrustedPaths {
    /** A flood of valid certificates may cost time, not memory. */
    private static final int MOST_REMEMBERED = 10_000;

    private final List<X509Certificate> anchors;
    private final Map<String, Validity> remembered = new ConcurrentHashMap<>();

    TrustedPaths(List<X509Certificate> anchors) {
        this.anchors = anchors;
    }

    List<X509Certificate> anchors() {
        return anchors;
    }

    /** @return empty when no path of signatures and constraints leads to an anchor, dates and purposes apart */
    Optional<Validity> trust(List<X509Certificate> chain) {
        if (chain.size() > ChainVerifier.LONGEST_CHAIN) {
            return Optional.empty();
        }
        String key;
        try {
            key = hash(chain);
        } catch (GeneralSecurityException malformed) {
            return Optional.empty();
        }
        Validity known = remembered.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Validity> found = ChainVerifier.path(chain, anchors);
        found.ifPresent(path -> remember(key, path));
        return found;
    }

    private void remember(String key, Validity path) {
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(key, path);
    }

    private static String hash(List<X509Certificate> chain) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (X509Certificate certificate : chain) {
            digest.update(certificate.getEncoded());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
