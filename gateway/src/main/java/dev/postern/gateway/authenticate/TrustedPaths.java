package dev.postern.gateway.authenticate;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Which chains lead to one set of anchors. Building a path costs 0.4 ms; a chain is built once and remembered by its hash
 * with the time in which all of it is valid. Other anchors are another object, so nothing outlives a change of them.
 */
final class TrustedPaths {
    /** A flood of valid certificates may cost time, not memory. */
    private static final int MOST_REMEMBERED = 10_000;

    /** When every certificate of a path, anchor included, is valid. */
    record Path(Instant notBefore, Instant notAfter) {}

    private final List<X509Certificate> anchors;
    private final Set<TrustAnchor> trustAnchors;
    private final Map<String, Path> remembered = new ConcurrentHashMap<>();

    TrustedPaths(List<X509Certificate> anchors) {
        this.anchors = anchors;
        this.trustAnchors =
                anchors.stream().map(anchor -> new TrustAnchor(anchor, null)).collect(Collectors.toUnmodifiableSet());
    }

    List<X509Certificate> anchors() {
        return anchors;
    }

    /** @return empty when no path of signatures, purposes and constraints leads to an anchor, dates apart */
    Optional<Path> trust(List<X509Certificate> chain) {
        if (trustAnchors.isEmpty()) {
            return Optional.empty();
        }
        try {
            String key = hash(chain);
            Path known = remembered.get(key);
            if (known != null) {
                return Optional.of(known);
            }
            Path built = build(chain);
            if (remembered.size() >= MOST_REMEMBERED) {
                remembered.clear();
            }
            remembered.put(key, built);
            return Optional.of(built);
        } catch (GeneralSecurityException none) {
            return Optional.empty();
        }
    }

    /** Built as of a moment in the leaf's life, so that "expired" and "unknown" stay two findings. */
    private Path build(List<X509Certificate> chain) throws GeneralSecurityException {
        X509CertSelector leaf = new X509CertSelector();
        leaf.setCertificate(chain.getFirst());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(trustAnchors, leaf);
        parameters.setRevocationEnabled(false);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
        parameters.setDate(latestStart(chain));
        PKIXCertPathBuilderResult result =
                (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
        List<X509Certificate> path = new ArrayList<>();
        for (Certificate certificate : result.getCertPath().getCertificates()) {
            path.add((X509Certificate) certificate);
        }
        path.add(result.getTrustAnchor().getTrustedCert());
        Date end = path.stream()
                .map(X509Certificate::getNotAfter)
                .min(Date::compareTo)
                .orElseThrow();
        return new Path(latestStart(path).toInstant(), end.toInstant());
    }

    private static Date latestStart(List<X509Certificate> certificates) {
        return certificates.stream()
                .map(X509Certificate::getNotBefore)
                .max(Date::compareTo)
                .orElseThrow();
    }

    private static String hash(List<X509Certificate> chain) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (X509Certificate certificate : chain) {
            digest.update(certificate.getEncoded());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
