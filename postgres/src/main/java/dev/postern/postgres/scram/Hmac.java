package dev.postern.postgres.scram;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The functions of RFC 5802, with SHA-256. */
final class Hmac {
    private static final String NAME = "HmacSHA256";

    private Hmac() {}

    static byte[] of(byte[] key, byte[] text) {
        return mac(key).doFinal(text);
    }

    /**
     * PBKDF2 with one block of output. Not the JDK's, which takes characters: a password that is not Unicode has none.
     */
    static byte[] iterated(byte[] password, byte[] salt, int iterations) {
        Mac mac = mac(password);
        mac.update(salt);
        byte[] last = mac.doFinal(new byte[] {0, 0, 0, 1});
        byte[] result = last.clone();
        for (int round = 1; round < iterations; round++) {
            last = mac.doFinal(last);
            for (int at = 0; at < result.length; at++) {
                result[at] ^= last[at];
            }
        }
        return result;
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("this JDK has no SHA-256", failure);
        }
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(NAME);
            mac.init(new SecretKeySpec(key, NAME));
            return mac;
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("this JDK has no " + NAME, failure);
        }
    }
}
