package dev.postern.pki.x509;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * What people want to know of a certificate.
 *
 * @param subject in RFC 2253's order, safe to print
 * @param serial hexadecimal, as {@code openssl x509 -serial} prints it but in lower case
 */
public record CertificateSummary(
        String subject, String issuer, String serial, Instant notBefore, Instant notAfter, CertificateNames names) {
    public static CertificateSummary of(X509Certificate certificate) {
        return new CertificateSummary(
                DistinguishedName.text(certificate.getSubjectX500Principal()),
                DistinguishedName.text(certificate.getIssuerX500Principal()),
                serial(certificate.getSerialNumber()),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                CertificateNames.of(certificate));
    }

    public static String serial(BigInteger number) {
        String digits = number.toString(16);
        return digits.length() % 2 == 0 ? digits : "0" + digits;
    }
}
