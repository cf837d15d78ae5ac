package dev.postern.pki.x509;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
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
}
