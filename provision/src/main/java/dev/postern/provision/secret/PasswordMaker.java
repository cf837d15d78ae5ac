package dev.postern.provision.secret;

import dev.postern.kernel.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Makes passwords: {@value #LENGTH} characters of 64 that stand in URLs, connection strings, shells and YAML without
 * quotes; 191 bits and more. The first is a letter or digit, or a command would take the password for an option.
 *
 * @param random cryptographic, from a composition root
 */
public record PasswordMaker(RandomGenerator random) {
    /** Characters. */
    public static final int LENGTH = 32;

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int FIRST = ALPHABET.indexOf('-');

    public Secret make() {
        byte[] password = new byte[LENGTH];
        byte[] letters = ALPHABET.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < LENGTH; at++) {
            password[at] = letters[random.nextInt(at == 0 ? FIRST : letters.length)];
        }
        try {
            return Secret.of(password);
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }
}
