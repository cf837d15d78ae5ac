package dev.postern.datastore.authority;

import dev.postern.datastore.protobuf.MalformedMessageException;
import dev.postern.pki.x509.CertificateSummary;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Certificates and keys as bytes, described. */
final class PublicMaterial {
    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    private static final int OCTET_STRING = 4;
    private static final int LONGEST_SHORT_LENGTH = 127;
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

    private PublicMaterial() {}

    /** @param der one certificate, or several one after the other */
    static List<X509Authority> authorities(byte[] der, boolean tainted) throws MalformedMessageException {
        List<X509Authority> found = new ArrayList<>();
        // a text form is accepted by Java's factory, and by nobody who reads a bundle
        if (der.length == 0 || der[0] != 0x30) {
            throw new MalformedMessageException("a certificate of " + der.length + " bytes is not DER");
        }
        ByteArrayInputStream in = new ByteArrayInputStream(der);
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (in.available() > 0) {
                if (!(factory.generateCertificate(in) instanceof X509Certificate certificate)) {
                    throw new MalformedMessageException("a certificate is not X.509");
                }
                found.add(describe(certificate, tainted));
            }
        } catch (CertificateException unreadable) {
            throw new MalformedMessageException("a certificate of " + der.length + " bytes cannot be read");
        }
        return found;
    }

    private static X509Authority describe(X509Certificate certificate, boolean tainted) throws CertificateException {
        CertificateSummary summary = CertificateSummary.of(certificate);
        return new X509Authority(
                summary.subject(),
                summary.serial(),
                summary.notBefore(),
                summary.notAfter(),
                sha256(certificate.getEncoded()),
                authorityId(certificate),
                kind(certificate.getPublicKey()),
                summary.names().uris(),
                tainted);
    }

    /** {@code EC 256}, or that nothing here can read it. */
    static String key(byte[] pkix) {
        return ALGORITHMS.stream()
                .flatMap(algorithm -> read(algorithm, pkix).stream())
                .map(PublicMaterial::kind)
                .findFirst()
                .orElse("of an unknown kind");
    }

    private static Optional<PublicKey> read(String algorithm, byte[] pkix) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(pkix)));
        } catch (GeneralSecurityException _) {
            // of another algorithm
            return Optional.empty();
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static String kind(PublicKey key) {
        return switch (key) {
            case ECPublicKey ec -> "EC " + ec.getParams().getCurve().getField().getFieldSize();
            case RSAPublicKey rsa -> "RSA " + rsa.getModulus().bitLength();
            case EdECPublicKey edwards -> edwards.getParams().getName();
            default -> key.getAlgorithm();
        };
    }

    // the extension's value is an OCTET STRING with the encoding of another one, both short
    private static Optional<String> authorityId(X509Certificate certificate) {
        byte[] value = certificate.getExtensionValue(SUBJECT_KEY_IDENTIFIER);
        boolean asExpected = value != null
                && value.length >= 4
                && value.length <= LONGEST_SHORT_LENGTH
                && value[0] == OCTET_STRING
                && value[1] == value.length - 2
                && value[2] == OCTET_STRING
                && value[3] == value.length - 4;
        return asExpected ? Optional.of(HexFormat.of().formatHex(value, 4, value.length)) : Optional.empty();
    }
}
