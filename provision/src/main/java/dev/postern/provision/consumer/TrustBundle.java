package dev.postern.provision.consumer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Authorities of several sources as one file: in their order, each once. */
final class TrustBundle {
    private TrustBundle() {}

    /** The first of those that have the same bytes stays. */
    static List<X509Certificate> merge(List<X509Certificate> first, List<X509Certificate> then) {
        List<X509Certificate> merged = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (List<X509Certificate> source : List.of(first, then)) {
            for (X509Certificate certificate : source) {
                if (seen.add(fingerprint(certificate))) {
                    merged.add(certificate);
                }
            }
        }
        return merged;
    }

    /** SHA-256 of the DER, in hexadecimal. */
    static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
            throw new IllegalStateException("a parsed certificate has no SHA-256", impossible);
        }
    }
}
