package dev.postern.pki.authority;

import dev.postern.pki.x509.PkiCode;
import dev.postern.pki.x509.PkiException;
import dev.postern.pki.x509.Purpose;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Builds and signs the bytes. Decides nothing: names, times and serials come in. */
final class Signing {
    private static final int SERIAL_BITS = 128;
    private static final Duration ROOT_LIFE = Duration.ofDays(3650);
    private static final String ALGORITHM = "SHA256withECDSA";

    private Signing() {}

    static BigInteger serial(SecureRandom random) {
        // the lowest bit set, so that it is never zero
        return new BigInteger(SERIAL_BITS, random).setBit(0);
    }

    /**
     * A root whose subject differs from every other generation's within its first 63 bytes, because
     * {@code pg_stat_ssl.issuer_dn} is cut there.
     */
    static byte[] root(
            AuthorityName authority,
            int generation,
            String trustDomain,
            KeyPair keys,
            Instant now,
            SecureRandom random) {
        BigInteger serial = serial(random);
        String unique =
                "%08x".formatted(serial.shiftRight(SERIAL_BITS - Integer.SIZE).intValue());
        String commonName = "Postern " + authority.word() + " " + generation + " " + unique;
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, new DERUTF8String(commonName))
                .addRDN(BCStyle.O, new DERUTF8String(trustDomain))
                .build();
        Instant from = now.minus(Profile.INFRASTRUCTURE_EARLY).truncatedTo(ChronoUnit.SECONDS);
        try {
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                            name, serial, Date.from(from), Date.from(from.plus(ROOT_LIFE)), name, keys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(keys.getPublic()))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            ids.createAuthorityKeyIdentifier(keys.getPublic()));
            return sign(builder, keys.getPrivate());
        } catch (IOException | GeneralSecurityException | OperatorCreationException broken) {
            throw broken(broken);
        }
    }

    static byte[] leaf(
            Profile profile,
            PublicKey key,
            BigInteger serial,
            X500Name issuer,
            AuthorityKeyIdentifier issuerKeyId,
            PrivateKey issuerKey) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                            issuer,
                            serial,
                            Date.from(profile.notBefore()),
                            Date.from(profile.notAfter()),
                            profile.subject(),
                            key)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usage(profile.purpose())))
                    .addExtension(Extension.subjectAlternativeName, false, alternatives(profile))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key))
                    .addExtension(Extension.authorityKeyIdentifier, false, issuerKeyId);
            return sign(builder, issuerKey);
        } catch (IOException | GeneralSecurityException | OperatorCreationException broken) {
            throw broken(broken);
        }
    }

    private static GeneralNames alternatives(Profile profile) {
        return new GeneralNames(Stream.of(
                        profile.uri().stream().map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri)),
                        profile.dnsNames().stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                        profile.addresses().stream()
                                .map(address -> new GeneralName(
                                        GeneralName.iPAddress,
                                        new DEROctetString(
                                                InetAddress.ofLiteral(address).getAddress()))))
                .flatMap(each -> each)
                .toArray(GeneralName[]::new));
    }

    private static KeyPurposeId usage(Purpose purpose) {
        return switch (purpose) {
            case CLIENT -> KeyPurposeId.id_kp_clientAuth;
            case SERVER -> KeyPurposeId.id_kp_serverAuth;
        };
    }

    private static byte[] sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws OperatorCreationException, IOException {
        return builder.build(new JcaContentSignerBuilder(ALGORITHM).build(key)).getEncoded();
    }

    private static PkiException broken(Exception cause) {
        return new PkiException(
                PkiCode.CRYPTOGRAPHY, "a certificate could not be built and signed", "use a full JDK 25", cause);
    }
}
