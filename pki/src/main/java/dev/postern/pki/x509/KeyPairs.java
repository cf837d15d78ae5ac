package dev.postern.pki.x509;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;

/** New keys: EC on P-256, what every PostgreSQL driver and both TLS libraries take. */
public final class KeyPairs {
    private KeyPairs() {}

    public static KeyPair p256(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException broken) {
            throw new PkiException(
                    PkiCode.CRYPTOGRAPHY, "this Java cannot make EC P-256 keys", "use a full JDK 25", broken);
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
