package dev.postern.pki.authority;

import dev.postern.pki.x509.CertificateNames;
import dev.postern.pki.x509.ChainVerifier;
import dev.postern.pki.x509.PkiCode;
import dev.postern.pki.x509.PkiException;
import dev.postern.pki.x509.Verification;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/**
 * Reads what was signed with code that did not sign it: the JDK's parser and validator. What is not exactly what was
 * wished is not handed out.
 */
final class SelfCheck {
    private SelfCheck() {}

    static X509Certificate validated(
            X509Certificate signed, Profile profile, BigInteger serial, PublicKey key, X509Certificate root) {
        X509Certificate read = parse(signed);
        require(read.getSerialNumber().equals(serial), "serial");
        require(Arrays.equals(read.getPublicKey().getEncoded(), key.getEncoded()), "public key");
        require(read.getNotBefore().toInstant().equals(profile.notBefore()), "notBefore");
        require(read.getNotAfter().toInstant().equals(profile.notAfter()), "notAfter");
        CertificateNames names = CertificateNames.of(read);
        require(names.uris().equals(profile.uri().stream().toList()), "URI");
        require(
                names.uris().size()
                                + names.dnsNames().size()
                                + names.addresses().size()
                        == profile.names().size(),
                "alternative names");
        // judged in the middle of its own life, because one kind is issued expired on purpose
        Verification verification = ChainVerifier.verify(
                List.of(read), List.of(root), profile.notBefore().plusSeconds(1), profile.purpose());
        require(verification instanceof Verification.Verified, verification.sentence());
        return read;
    }

    private static X509Certificate parse(X509Certificate signed) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(signed.getEncoded()));
        } catch (CertificateException broken) {
            throw new PkiException(PkiCode.ISSUED_WRONG, "what was signed is not a certificate", "report this", broken);
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new PkiException(
                    PkiCode.ISSUED_WRONG, "what was signed is not what was wished: " + what, "report this");
        }
    }
}
