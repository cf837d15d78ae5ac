package dev.postern.pki.x509;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** New keys: EC on P-256, what every PostgreSQL driver and both TLS libraries take. */
public final class KeyPairs {
    private static final int SCALAR_BYTES = 32;
    private static final int POINT_BYTES = 65;
    /** PKCS #8 around an ECPrivateKey on P-256, up to the scalar. */
    private static final byte[] P256_HEAD =
            HexFormat.of().parseHex("308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420");
    /** Between the scalar and the uncompressed point: {@code [1] BIT STRING}. */
    private static final byte[] P256_MIDDLE = HexFormat.of().parseHex("a144034200");

    private KeyPairs() {}

    public static KeyPair p256(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return withPublicPart(generator.generateKeyPair());
        } catch (GeneralSecurityException broken) {
            throw new PkiException(
                    PkiCode.CRYPTOGRAPHY, "this Java cannot make EC P-256 keys", "use a full JDK 25", broken);
        }
    }

    // RFC 5915 lets a private key carry its public point. The JDK leaves it out, and what is built on Rust's ring, such
    // as tokio-postgres with rustls, refuses such a key. Read back, the JDK keeps the encoding that it is given.
    private static KeyPair withPublicPart(KeyPair pair) throws GeneralSecurityException {
        byte[] information = pair.getPublic().getEncoded();
        byte[] scalar = ((ECPrivateKey) pair.getPrivate()).getS().toByteArray();
        byte[] der = Arrays.copyOf(P256_HEAD, P256_HEAD.length + SCALAR_BYTES + P256_MIDDLE.length + POINT_BYTES);
        int significant = Math.min(scalar.length, SCALAR_BYTES);
        int end = P256_HEAD.length + SCALAR_BYTES;
        System.arraycopy(scalar, scalar.length - significant, der, end - significant, significant);
        System.arraycopy(P256_MIDDLE, 0, der, end, P256_MIDDLE.length);
        System.arraycopy(information, information.length - POINT_BYTES, der, end + P256_MIDDLE.length, POINT_BYTES);
        try {
            PrivateKey whole = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
            return new KeyPair(pair.getPublic(), whole);
        } finally {
            Arrays.fill(der, (byte) 0);
            Arrays.fill(scalar, (byte) 0);
        }
    }

    /**
     * Refuses a key that is not the one of the certificate, which otherwise only a failed handshake would show.
     *
     * @param name what problems call the key
     */
    public static void requireMatch(String name, PrivateKey key, X509Certificate certificate) {
        if (!match(key, certificate)) {
            throw new PkiException(
                    PkiCode.KEY_MISMATCH,
                    name + " does not belong to the certificate "
                            + CertificateSummary.of(certificate).subject() + " with serial "
                            + CertificateSummary.serial(certificate.getSerialNumber()),
                    "use the key that the certificate was issued for");
        }
    }

    private static boolean match(PrivateKey key, X509Certificate certificate) {
        byte[] challenge = "postern: do these belong together?".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signature = Signature.getInstance(algorithm(key));
            signature.initSign(key);
            signature.update(challenge);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(challenge);
            return signature.verify(signed);
        } catch (InvalidKeyException | SignatureException _) {
            // of another kind or another size
            return false;
        } catch (GeneralSecurityException broken) {
            throw new PkiException(
                    PkiCode.CRYPTOGRAPHY,
                    "this Java cannot sign with " + key.getAlgorithm(),
                    "use a full JDK 25",
                    broken);
        }
    }

    private static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
    }
}
