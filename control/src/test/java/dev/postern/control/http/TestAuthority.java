package dev.postern.control.http;

import dev.postern.control.issue.Credential;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A self-signed root that signs whatever a test wants, also what no real authority would. */
final class TestAuthority {
    private final KeyPair pair = pair();
    private final SecureRandom random = new SecureRandom();
    private final X500Name name;
    private final X509Certificate root;

    TestAuthority(String name) {
        this.name = new X500Name("CN=" + name + ",O=test");
        Instant now = Instant.now();
        this.root = sign(
                this.name, pair, new BasicConstraints(0), null, now.minusSeconds(3600), now.plus(Duration.ofDays(1)));
    }

    X509Certificate root() {
        return root;
    }

    Credential server() {
        KeyPair key = pair();
        Instant now = Instant.now();
        return new Credential(
                List.of(sign(
                        new X500Name("CN=api"),
                        key,
                        null,
                        KeyPurposeId.id_kp_serverAuth,
                        now.minusSeconds(60),
                        now.plus(Duration.ofHours(1)))),
                key.getPrivate());
    }

    Credential person(String person, Instant notAfter) {
        KeyPair key = pair();
        return new Credential(
                List.of(sign(
                        new X500Name("CN=" + person),
                        key,
                        null,
                        KeyPurposeId.id_kp_clientAuth,
                        Instant.now().minus(Duration.ofHours(2)),
                        notAfter)),
                key.getPrivate());
    }

    private X509Certificate sign(
            X500Name subject,
            KeyPair key,
            @Nullable BasicConstraints ca,
            @Nullable KeyPurposeId purpose,
            Instant from,
            Instant to) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(127, random).setBit(126),
                    Date.from(from),
                    Date.from(to),
                    subject,
                    key.getPublic());
            if (ca != null) {
                builder.addExtension(Extension.basicConstraints, true, ca);
            }
            if (purpose != null) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
            }
            PrivateKey signer = pair.getPrivate();
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
        } catch (Exception failure) {
            throw new AssertionError("the test's authority cannot sign", failure);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException failure) {
            throw new AssertionError("no EC", failure);
        }
    }
}
