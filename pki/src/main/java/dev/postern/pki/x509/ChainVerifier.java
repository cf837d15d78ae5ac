package dev.postern.pki.x509;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges chains by PKIX (RFC 5280), with the JDK's validator and what that leaves out: an anchor must be a CA and valid
 * itself, as OpenSSL has it. Takes about half a millisecond: never on an event loop. Revocation is the caller's to add, by
 * serial.
 */
public final class ChainVerifier {
    private static final int NOT_A_CA = -1;
    /** Bounds the work that a stranger can ask for; what is longer is untrusted. */
    public static final int LONGEST_CHAIN = 10;

    private ChainVerifier() {}

    /** @param chain leaf first, as shown; may be empty, may hold the root, what follows the leaf may be in any order */
    public static Verification verify(
            List<X509Certificate> chain, Collection<X509Certificate> anchors, Instant at, Purpose purpose) {
        if (chain.isEmpty()) {
            return new Verification.NoCertificate();
        }
        X509Certificate leaf = chain.getFirst();
        Verification.Untrusted untrusted =
                new Verification.Untrusted(subject(leaf), DistinguishedName.text(leaf.getIssuerX500Principal()));
        Set<X509Certificate> roots = authorities(anchors);
        // a leaf that is an anchor itself vouches for nothing
        if (chain.size() > LONGEST_CHAIN || roots.isEmpty() || roots.contains(leaf)) {
            return untrusted;
        }
        List<X509Certificate> ordered = ordered(chain, roots);
        return switch (path(ordered, roots, within(leaf, at))) {
            case Path.Unfounded _ -> untrusted;
            case Path.Expired _ -> expiredAbove(ordered, at).orElse(untrusted);
            case Path.Trusted trusted -> validity(trusted.root, at).orElseGet(() -> leaf(leaf, at, purpose));
        };
    }

    /** When every certificate of a path, anchor included, is valid. */
    public record Validity(Instant notBefore, Instant notAfter) {}

    /**
     * Only whether a chain leads to an anchor, for whoever remembers that and looks at dates and purposes each time. Costs at
     * most one signature for each anchor of a name and one for each certificate that an anchor vouches for: a path is
     * followed, never searched.
     *
     * @param chain as in {@link #verify}
     * @return empty when no path of signatures and constraints leads to an anchor, or its certificates were never all valid
     */
    public static Optional<Validity> path(List<X509Certificate> chain, Collection<X509Certificate> anchors) {
        Set<X509Certificate> roots = authorities(anchors);
        boolean fits = !chain.isEmpty() && chain.size() <= LONGEST_CHAIN;
        if (!fits || roots.isEmpty() || roots.contains(chain.getFirst())) {
            return Optional.empty();
        }
        List<X509Certificate> ordered = ordered(chain, roots);
        if (!(path(ordered, roots, latestStart(ordered)) instanceof Path.Trusted(X509Certificate root))) {
            return Optional.empty();
        }
        ordered.add(root);
        Instant end = ordered.stream()
                .map(each -> each.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
        return Optional.of(new Validity(latestStart(ordered), end));
    }

    private static Instant latestStart(List<X509Certificate> certificates) {
        return certificates.stream()
                .map(each -> each.getNotBefore().toInstant())
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private static Set<X509Certificate> authorities(Collection<X509Certificate> anchors) {
        return anchors.stream()
                .filter(root -> root.getBasicConstraints() != NOT_A_CA)
                .collect(Collectors.toSet());
    }

    private sealed interface Path {
        record Trusted(X509Certificate root) implements Path {}

        record Expired() implements Path {}

        record Unfounded() implements Path {}
    }

    /** The path is judged at a moment when the leaf is valid, so that "expired" is only said of our own. */
    private static Instant within(X509Certificate leaf, Instant at) {
        Instant from = leaf.getNotBefore().toInstant();
        Instant to = leaf.getNotAfter().toInstant();
        return at.isAfter(to) ? to : at.isBefore(from) ? from : at;
    }

    /** From the leaf to the last one below an anchor; what does not belong to that is left out. */
    private static List<X509Certificate> ordered(List<X509Certificate> chain, Set<X509Certificate> roots) {
        List<X509Certificate> rest = new ArrayList<>(chain.subList(1, chain.size()));
        rest.removeAll(roots);
        List<X509Certificate> ordered = new ArrayList<>(List.of(chain.getFirst()));
        X509Certificate next = chain.getFirst();
        while (next != null) {
            X509Certificate below = next;
            next = rest.stream().filter(each -> issued(each, below)).findFirst().orElse(null);
            if (next != null) {
                rest.remove(next);
                ordered.add(next);
            }
        }
        return ordered;
    }

    private static boolean issued(X509Certificate issuer, X509Certificate below) {
        return issuer.getSubjectX500Principal().equals(below.getIssuerX500Principal());
    }

    private static Path path(List<X509Certificate> chain, Set<X509Certificate> roots, Instant at) {
        try {
            PKIXParameters parameters = new PKIXParameters(
                    roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet()));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
            return CertPathValidator.getInstance("PKIX").validate(path, parameters)
                            instanceof PKIXCertPathValidatorResult result
                    ? new Path.Trusted(result.getTrustAnchor().getTrustedCert())
                    : new Path.Unfounded();
        } catch (CertPathValidatorException refused) {
            return refused.getReason() == BasicReason.EXPIRED ? new Path.Expired() : new Path.Unfounded();
        } catch (CertificateException | InvalidAlgorithmParameterException malformed) {
            return new Path.Unfounded();
        } catch (GeneralSecurityException broken) {
            throw new PkiException(
                    PkiCode.CRYPTOGRAPHY, "this Java has no PKIX validator", "use a full JDK 25", broken);
        }
    }

    private static Optional<Verification> expiredAbove(List<X509Certificate> chain, Instant at) {
        return chain.stream()
                .skip(1)
                .flatMap(each -> validity(each, at).stream())
                .findFirst();
    }

    private static Optional<Verification> validity(X509Certificate certificate, Instant at) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant to = certificate.getNotAfter().toInstant();
        @Nullable
        Verification found = at.isAfter(to)
                ? new Verification.Expired(subject(certificate), to)
                : at.isBefore(from) ? new Verification.NotYetValid(subject(certificate), from) : null;
        return Optional.ofNullable(found);
    }

    private static Verification leaf(X509Certificate leaf, Instant at, Purpose purpose) {
        Optional<Verification> outside = validity(leaf, at);
        if (outside.isPresent()) {
            return outside.get();
        }
        if (leaf.getBasicConstraints() != NOT_A_CA || !usages(leaf).contains(purpose.oid())) {
            return new Verification.WrongPurpose(subject(leaf), purpose.word());
        }
        CertificateNames names = CertificateNames.of(leaf);
        return names.commonNames().size() == 1
                ? new Verification.Verified(leaf, names)
                : new Verification.AmbiguousName(
                        subject(leaf), names.commonNames().size());
    }

    private static List<String> usages(X509Certificate leaf) {
        try {
            List<String> usages = leaf.getExtendedKeyUsage();
            return usages == null ? List.of() : usages;
        } catch (CertificateParsingException broken) {
            return List.of();
        }
    }

    private static String subject(X509Certificate certificate) {
        return DistinguishedName.text(certificate.getSubjectX500Principal());
    }
}
