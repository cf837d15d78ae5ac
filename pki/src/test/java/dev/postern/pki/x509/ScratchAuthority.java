package dev.postern.pki.x509;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs whatever a test wants, also what no real authority would. */
final class ScratchAuthority {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Instant FROM = NOW.minus(Duration.ofDays(1));
    static final Instant TO = NOW.plus(Duration.ofDays(1));
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair keys = KeyPairs.p256(RANDOM);
    private final X500Name name;
    private final X509Certificate certificate;

    private ScratchAuthority(X500Name name, Instant from, Instant to, boolean authority) {
        this.name = name;
        this.certificate = sign(name, keys, from, to, authority, List.of());
    }

    private ScratchAuthority(ScratchAuthority above, X500Name name, Instant from, Instant to, boolean authority) {
        this.name = name;
        this.certificate = above.sign(name, keys, from, to, authority, List.of(KeyPurposeId.id_kp_clientAuth));
    }

    static ScratchAuthority root(String name) {
        return new ScratchAuthority(named(name), FROM, TO, true);
    }

    static ScratchAuthority root(String name, Instant from, Instant to, boolean authority) {
        return new ScratchAuthority(named(name), from, to, authority);
    }

    ScratchAuthority below(String child, Instant from, Instant to, boolean authority) {
        return new ScratchAuthority(this, named(child), from, to, authority);
    }

    X509Certificate certificate() {
        return certificate;
    }

    X509Certificate client(String commonName) {
        return leaf(named(commonName), FROM, TO, KeyPurposeId.id_kp_clientAuth);
    }

    X509Certificate leaf(X500Name subject, Instant from, Instant to, KeyPurposeId... purposes) {
        return sign(subject, KeyPairs.p256(RANDOM), from, to, false, List.of(purposes));
    }

    static X500Name named(String... commonNames) {
        X500NameBuilder builder = new X500NameBuilder(BCStyle.INSTANCE);
        for (String each : commonNames) {
            builder.addRDN(BCStyle.CN, new DERUTF8String(each));
        }
        return builder.build();
    }

    static X500Name named(ASN1Encodable... commonNames) {
        X500NameBuilder builder = new X500NameBuilder(BCStyle.INSTANCE);
        for (ASN1Encodable each : commonNames) {
            builder.addRDN(BCStyle.CN, each);
        }
        return builder.build();
    }

    private X509Certificate sign(
            X500Name subject,
            KeyPair subjectKeys,
            Instant from,
            Instant to,
            boolean authority,
            List<KeyPurposeId> purposes) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(120, RANDOM).setBit(0),
                    Date.from(from),
                    Date.from(to),
                    subject,
                    subjectKeys.getPublic());
            if (authority) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            }
            if (!purposes.isEmpty() && !authority) {
                builder.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (Exception failure) {
            throw new AssertionError("the scratch authority cannot sign", failure);
        }
    }
}
