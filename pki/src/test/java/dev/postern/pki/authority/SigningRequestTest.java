package dev.postern.pki.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.pki.x509.CertificateNames;
import dev.postern.pki.x509.KeyPairs;
import dev.postern.pki.x509.PkiException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningRequestTest {
    private final SecureRandom random = new SecureRandom();
    private final KeyPair keys = KeyPairs.p256(random);

    @Test
    void onlyThePublicKeyIsTaken() throws Exception {
        PublicKey key = SigningRequest.publicKey("csr", pem(request("CN=postgres,OU=root,O=evil", keys, keys)));

        assertThat(key).isEqualTo(keys.getPublic());
        Authorities authorities = Authorities.init(
                new VolatileJournal(),
                KeyProtection.of("test", "5a".repeat(32), random),
                "t.test",
                InstantSource.system(),
                random);
        CertificateNames names = CertificateNames.of(authorities.issue(
                new IssueRequest(new CertificateWish.Person("alice", Duration.ofHours(1)), key, "test", "1")));
        assertThat(names.commonNames()).containsExactly("alice");
    }

    @Test
    void requestSignedByAnotherKeyIsRefused() throws Exception {
        String forged = pem(request("CN=a", keys, KeyPairs.p256(random)));

        assertThatThrownBy(() -> SigningRequest.publicKey("csr", forged))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("is not by the key in it");
    }

    @Test
    void everyFlippedByteIsRefused() throws Exception {
        byte[] der = request("CN=a", keys, keys);
        for (int at = 0; at < der.length; at++) {
            byte[] flipped = der.clone();
            flipped[at] ^= 1;
            assertThatThrownBy(() -> SigningRequest.publicKey("csr", pem(flipped)))
                    .as("byte %d", at)
                    .isInstanceOf(PkiException.class);
        }
    }

    @Test
    void everyCutAndEveryAdditionIsRefused() throws Exception {
        byte[] der = request("CN=a", keys, keys);
        for (int length = 0; length < der.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(der, length);
            assertThatThrownBy(() -> SigningRequest.publicKey("csr", pem(cut)))
                    .as("length %d", length)
                    .isInstanceOf(PkiException.class);
        }
        assertThatThrownBy(() -> SigningRequest.publicKey("csr", pem(java.util.Arrays.copyOf(der, der.length + 1))))
                .isInstanceOf(PkiException.class);
        assertThatThrownBy(() -> SigningRequest.publicKey("csr", "x".repeat(20_000)))
                .hasMessageContaining("16384 are read");
        assertThatThrownBy(() -> SigningRequest.publicKey("csr", ""))
                .hasMessageContaining("holds no certificate request");
    }

    @ParameterizedTest
    @CsvSource({"EC, secp384r1, true", "EC, secp521r1, false", "RSA, 2048, true", "RSA, 1024, false", "Ed25519, , true"
    })
    void keysAreJudged(String algorithm, String size, boolean good) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec(size));
        } else if (size != null) {
            generator.initialize(Integer.parseInt(size));
        }
        PublicKey key = generator.generateKeyPair().getPublic();
        if (good) {
            CertifiableKey.require(key);
        } else {
            refused(key, size.startsWith("secp") ? "EC of 521 bits" : "RSA of 1024 bits");
        }
    }

    @Test
    void crookedKeysAreRefused() throws GeneralSecurityException {
        ECPublicKey good = (ECPublicKey) keys.getPublic();
        PublicKey offCurve = KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(
                        new ECPoint(
                                good.getW().getAffineX(),
                                good.getW().getAffineY().flipBit(3)),
                        good.getParams()));
        refused(offCurve, "is no point of its curve");
        BigInteger modulus = BigInteger.ONE.shiftLeft(2047).setBit(0);
        refused(
                KeyFactory.getInstance("RSA")
                        .generatePublic(new RSAPublicKeySpec(
                                modulus, BigInteger.ONE.shiftLeft(65).setBit(0))),
                "public exponent of 66 bits");
        refused(KeyPairGenerator.getInstance("X25519").generateKeyPair().getPublic(), "is X");
        refused(KeyPairGenerator.getInstance("Ed448").generateKeyPair().getPublic(), "is Ed");
    }

    private static void refused(PublicKey key, String because) {
        assertThatThrownBy(() -> CertifiableKey.require(key))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining(because);
    }

    private static byte[] request(String subject, KeyPair subjectKeys, KeyPair signer)
            throws OperatorCreationException, IOException {
        return new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), subjectKeys.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))
                .getEncoded();
    }

    private static String pem(byte[] der) {
        return "-----BEGIN CERTIFICATE REQUEST-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE REQUEST-----\n";
    }
}
