package dev.postern.cli.login;

import dev.postern.kernel.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * A new P-256 key in the forms that drivers read.
 *
 * @param publicKey PEM, {@code SubjectPublicKeyInfo}: what the control plane is asked to certify
 * @param privatePem PKCS #8: libpq and everything built on OpenSSL
 * @param privateDer the same without the armour: pgjdbc and DBeaver
 */
public record KeyPairPem(String publicKey, Secret privatePem, Secret privateDer) {
    private static final int LINE = 64;

    public static KeyPairPem generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            byte[] der = pair.getPrivate().getEncoded();
            byte[] pem = pem("PRIVATE KEY", der);
            try {
                return new KeyPairPem(
                        new String(pem("PUBLIC KEY", pair.getPublic().getEncoded()), StandardCharsets.US_ASCII),
                        Secret.of(pem),
                        Secret.of(der));
            } finally {
                Arrays.fill(der, (byte) 0);
                Arrays.fill(pem, (byte) 0);
            }
        } catch (GeneralSecurityException missing) {
            throw new LoginException(
                    LoginCode.KEY_UNAVAILABLE,
                    "this Java cannot make a P-256 key (" + missing.getMessage() + ")",
                    "use the Java of the distribution, or a complete JDK 25",
                    missing);
        }
    }

    // bytes all the way: a String with a private key could not be wiped
    private static byte[] pem(String label, byte[] der) {
        byte[] body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encode(der);
        byte[] begin = ("-----BEGIN " + label + "-----\n").getBytes(StandardCharsets.US_ASCII);
        byte[] end = ("\n-----END " + label + "-----\n").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(begin, begin.length + body.length + end.length);
        System.arraycopy(body, 0, whole, begin.length, body.length);
        System.arraycopy(end, 0, whole, begin.length + body.length, end.length);
        Arrays.fill(body, (byte) 0);
        return whole;
    }
}
