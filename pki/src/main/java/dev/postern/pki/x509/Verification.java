package dev.postern.pki.x509;

import java.security.cert.X509Certificate;
import java.time.Instant;

/** What was found of a chain that somebody showed. Only {@link Verified} lets anybody in. */
public sealed interface Verification {
    /** The leaf chains to an anchor, is valid now, is for this purpose and has exactly one common name. */
    record Verified(X509Certificate leaf, CertificateNames names) implements Verification {
        public String commonName() {
            return names.commonNames().getFirst();
        }
    }

    /** Nothing was shown. */
    record NoCertificate() implements Verification {}

    /** No anchor vouches for it: another authority's, or a forged signature. */
    record Untrusted(String subject, String issuer) implements Verification {}

    record Expired(String subject, Instant notAfter) implements Verification {}

    record NotYetValid(String subject, Instant notBefore) implements Verification {}

    /** @param wanted the extended key usage that it lacks */
    record WrongPurpose(String subject, String wanted) implements Verification {}

    /** Not exactly one common name. */
    record AmbiguousName(String subject, int commonNames) implements Verification {}

    /** One sentence for the one who showed it. */
    default String sentence() {
        return switch (this) {
            case Verified verified -> "the certificate of " + verified.commonName() + " is valid";
            case NoCertificate _ -> "no client certificate was shown";
            case Untrusted untrusted ->
                "no authority that is trusted here vouches for the certificate " + untrusted.subject + ", which names "
                        + untrusted.issuer + " as its issuer";
            case Expired expired -> "the certificate " + expired.subject + " expired at " + expired.notAfter;
            case NotYetValid early -> "the certificate " + early.subject + " is not valid before " + early.notBefore;
            case WrongPurpose wrong ->
                "the certificate " + wrong.subject + " is not for this: it lacks the extended key usage "
                        + wrong.wanted;
            case AmbiguousName ambiguous ->
                "the certificate " + ambiguous.subject + " has " + ambiguous.commonNames
                        + " common names instead of one";
        };
    }
}
