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
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/**
 * Judges chains by PKIX (RFC 5280), with the JDK's validator. Takes about half a millisecond: never on an event loop.
 * Revocation is the caller's to add, by serial.
 */
public final class ChainVerifier {
    private static final int NOT_A_CA = -1;

    private ChainVerifier() {}

    /** @param chain leaf first, as shown; may be empty */
    public static Verification verify(
            List<X509Certificate> chain, Collection<X509Certificate> anchors, Instant at, Purpose purpose) {
        if (chain.isEmpty()) {
            return new Verification.NoCertificate();
        }
        X509Certificate leaf = chain.getFirst();
        String subject = leaf.getSubjectX500Principal().getName(X500Principal.RFC2253);
        // the path is judged at a moment when the leaf is valid, so that "expired" is only said of our own
        Instant inside = at.isAfter(leaf.getNotAfter().toInstant())
                ? leaf.getNotAfter().toInstant()
                : at.isBefore(leaf.getNotBefore().toInstant())
                        ? leaf.getNotBefore().toInstant()
                        : at;
        switch (path(chain, anchors, inside)) {
            case TRUSTED -> {
                // goes on below
            }
            case UNTRUSTED -> {
                String issuer = leaf.getIssuerX500Principal().getName(X500Principal.RFC2253);
                return new Verification.Untrusted(subject, issuer);
            }
            case EXPIRED -> {
                return expiredAbove(chain, at, subject);
            }
        }
        return leaf(leaf, subject, at, purpose);
    }

    private enum PathResult {
        TRUSTED,
        UNTRUSTED,
        EXPIRED
    }

    private static Verification leaf(X509Certificate leaf, String subject, Instant at, Purpose purpose) {
        if (at.isAfter(leaf.getNotAfter().toInstant())) {
            return new Verification.Expired(subject, leaf.getNotAfter().toInstant());
        }
        if (at.isBefore(leaf.getNotBefore().toInstant())) {
            return new Verification.NotYetValid(subject, leaf.getNotBefore().toInstant());
        }
        if (leaf.getBasicConstraints() != NOT_A_CA || !usages(leaf).contains(purpose.oid())) {
            return new Verification.WrongPurpose(subject, purpose.word());
        }
        CertificateNames names = CertificateNames.of(leaf);
        return names.commonNames().size() == 1
                ? new Verification.Verified(leaf, names)
                : new Verification.AmbiguousName(subject, names.commonNames().size());
    }

    private static Verification expiredAbove(List<X509Certificate> chain, Instant at, String subject) {
        return chain.stream()
                .filter(each -> at.isAfter(each.getNotAfter().toInstant()))
                .findFirst()
                .<Verification>map(each -> new Verification.Expired(
                        each.getSubjectX500Principal().getName(X500Principal.RFC2253),
                        each.getNotAfter().toInstant()))
                .orElseGet(() -> new Verification.Expired(subject, at));
    }

    private static PathResult path(List<X509Certificate> chain, Collection<X509Certificate> anchors, Instant at) {
        if (anchors.isEmpty()) {
            return PathResult.UNTRUSTED;
        }
        try {
            Set<TrustAnchor> trusted =
                    anchors.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
            PKIXParameters parameters = new PKIXParameters(trusted);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPath path = CertificateFactory.getInstance("X.509")
                    .generateCertPath(chain.stream()
                            .filter(each -> !anchors.contains(each))
                            .toList());
            if (path.getCertificates().isEmpty()) {
                return PathResult.UNTRUSTED;
            }
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return PathResult.TRUSTED;
        } catch (CertPathValidatorException refused) {
            return refused.getReason() == BasicReason.EXPIRED ? PathResult.EXPIRED : PathResult.UNTRUSTED;
        } catch (CertificateException | InvalidAlgorithmParameterException malformed) {
            return PathResult.UNTRUSTED;
        } catch (GeneralSecurityException broken) {
            throw new PkiException(
                    PkiCode.CRYPTOGRAPHY, "this Java has no PKIX validator", "use a full JDK 25", broken);
        }
    }

    private static List<String> usages(X509Certificate leaf) {
        try {
            List<String> usages = leaf.getExtendedKeyUsage();
            return usages == null ? List.of() : usages;
        } catch (CertificateParsingException broken) {
            return List.of();
        }
    }
}
