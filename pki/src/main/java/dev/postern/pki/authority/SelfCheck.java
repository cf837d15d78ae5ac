package dev.postern.pki.authority;

import dev.postern.pki.x509.CertificateNames;
import dev.postern.pki.x509.ChainVerifier;
import dev.postern.pki.x509.PkiCode;
import dev.postern.pki.x509.PkiException;
import dev.postern.pki.x509.Verification;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Reads what was signed with code that did not sign it: the JDK's parser and validator. What is not exactly what was
 * wished is not handed out.
 */
final class SelfCheck {
    private static final String SUBJECT_KEY_ID = "2.5.29.14";
    private static final String AUTHORITY_KEY_ID = "2.5.29.35";
    private static final int NOT_A_CA = -1;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int CERTIFICATE_SIGNATURE = 5;
    private static final int CRL_SIGNATURE = 6;

    private SelfCheck() {}

    static X509Certificate root(byte[] signed, PublicKey key) {
        X509Certificate read = parse(signed);
        require(read.getPublicKey().equals(key), "public key");
        require(read.getBasicConstraints() == 0, "CA constraint");
        require(usagesAre(read, CERTIFICATE_SIGNATURE, CRL_SIGNATURE), "key usage");
        try {
            read.verify(key);
        } catch (GeneralSecurityException broken) {
            throw new PkiException(
                    PkiCode.ISSUED_WRONG, "a root's own signature does not verify", "report this", broken);
        }
        return read;
    }

    static X509Certificate leaf(
            byte[] signed, Profile profile, BigInteger serial, PublicKey key, X509Certificate root, Instant now) {
        X509Certificate read = parse(signed);
        require(read.getVersion() == 3, "version");
        require(read.getSerialNumber().equals(serial), "serial");
        require(Arrays.equals(read.getPublicKey().getEncoded(), key.getEncoded()), "public key");
        require(read.getNotBefore().toInstant().equals(profile.notBefore()), "notBefore");
        require(read.getNotAfter().toInstant().equals(profile.notAfter()), "notAfter");
        require(
                Arrays.equals(
                        read.getIssuerX500Principal().getEncoded(),
                        root.getSubjectX500Principal().getEncoded()),
                "issuer");
        names(read, profile);
        uses(read, profile);
        require(keyId(read, AUTHORITY_KEY_ID).endsWith(keyId(root, SUBJECT_KEY_ID)), "authority key identifier");
        // one kind is issued expired on purpose
        Instant judged = now.isAfter(profile.notAfter()) ? profile.notAfter() : now;
        Verification verification = ChainVerifier.verify(List.of(read), List.of(root), judged, profile.purpose());
        require(verification instanceof Verification.Verified, verification.sentence());
        return read;
    }

    private static void names(X509Certificate read, Profile profile) {
        CertificateNames names = CertificateNames.of(read);
        require(
                Arrays.equals(
                        read.getSubjectX500Principal().getEncoded(),
                        profile.principal().getEncoded()),
                "subject");
        require(names.commonNames().equals(List.of(profile.commonName())), "common name");
        require(names.uris().equals(profile.uri().stream().toList()), "URI");
        require(names.dnsNames().equals(profile.dnsNames()), "DNS names");
        require(
                names.addresses().stream()
                        .map(address -> InetAddress.ofLiteral(address).getHostAddress())
                        .toList()
                        .equals(profile.addresses()),
                "IP addresses");
        require(
                alternatives(read)
                        == names.uris().size()
                                + names.dnsNames().size()
                                + names.addresses().size(),
                "names");
    }

    private static void uses(X509Certificate read, Profile profile) {
        require(read.getBasicConstraints() == NOT_A_CA, "CA constraint");
        require(usagesAre(read, DIGITAL_SIGNATURE), "key usage");
        try {
            require(List.of(profile.purpose().oid()).equals(read.getExtendedKeyUsage()), "extended key usage");
        } catch (CertificateParsingException broken) {
            throw new PkiException(
                    PkiCode.ISSUED_WRONG, "what was signed has unreadable key usages", "report this", broken);
        }
    }

    private static boolean usagesAre(X509Certificate read, int... wanted) {
        boolean[] usages = read.getKeyUsage();
        if (usages == null) {
            return false;
        }
        for (int at = 0; at < usages.length; at++) {
            int bit = at;
            if (usages[at] != Arrays.stream(wanted).anyMatch(each -> each == bit)) {
                return false;
            }
        }
        return true;
    }

    private static int alternatives(X509Certificate read) {
        try {
            return read.getSubjectAlternativeNames() == null
                    ? 0
                    : read.getSubjectAlternativeNames().size();
        } catch (CertificateParsingException broken) {
            throw new PkiException(PkiCode.ISSUED_WRONG, "what was signed has unreadable names", "report this", broken);
        }
    }

    // both extensions of ours end with the 20 bytes of the identifier
    private static String keyId(X509Certificate read, String extension) {
        byte[] value = read.getExtensionValue(extension);
        require(value != null && value.length > 20, "key identifiers");
        return java.util.HexFormat.of().formatHex(value, value.length - 20, value.length);
    }

    private static X509Certificate parse(byte[] signed) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
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
