package dev.postern.gateway.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.pki.x509.KeyPairs;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every name that the people authority certifies is the same name here. */
class CertificateNameTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "alice, alice",
        "bob-xavier, bob-xavier",
        "alice@example.com, alice-x40-example.com",
        "Zoë Q, Zo-xc3--xab--x20-Q"
    })
    void nameAndIdAgree(String name, String segment) throws Exception {
        assertThat(CertificateName.caller(leaf(name, segment)))
                .isInstanceOfSatisfying(
                        Caller.class, caller -> assertThat(caller.subject()).isEqualTo("user:" + name));
    }

    @ParameterizedTest
    @CsvSource({"alice, bob", "alice@example.com, alice", "alice@example.com, alice@example.com", "a, b/user/a/"})
    void twoPeopleAreRefused(String name, String segment) throws Exception {
        assertThat(CertificateName.caller(leaf(name, segment))).isInstanceOf(Authentication.Rejected.class);
    }

    private static X509Certificate leaf(String name, String segment) throws Exception {
        KeyPair keys = KeyPairs.p256(new SecureRandom());
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, new DERUTF8String(name))
                .build();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject, BigInteger.ONE, Date.from(NOW), Date.from(NOW.plusSeconds(60)), subject, keys.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(
                        GeneralName.uniformResourceIdentifier, "spiffe://postern.local/user/" + segment)));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }
}
