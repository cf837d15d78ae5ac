package dev.postern.pki.x509;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.security.auth.x500.X500Principal;

/**
 * What people want to know of a certificate.
 *
 * @param serial hexadecimal, as {@code openssl x509 -serial} prints it but in lower case
 */
public record CertificateSummary(
        String subject, String issuer, String serial, Instant notBefore, Instant notAfter, CertificateNames names) {
    public static CertificateSummary of(X509Certificate certificate) {
        return new CertificateSummary(
                certificate.getSubjectX500Principal().getName(X500Principal.RFC2253),
                certificate.getIssuerX500Principal().getName(X500Principal.RFC2253),
                serial(certificate.getSerialNumber()),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                CertificateNames.of(certificate));
    }

    public static String serial(BigInteger number) {
        return number.toString(16);
    }
}
