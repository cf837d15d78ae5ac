package dev.postern.postgres.scram;

import dev.postern.kernel.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What PostgreSQL keeps in {@code pg_authid.rolpassword} instead of a password:
 * {@code SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey}. {@code ALTER ROLE … PASSWORD} takes it as it is, so that no
 * server, log or network sees the password. A weak password can be guessed from it, therefore it does not print itself.
 */
public final class ScramVerifier {
    /** PostgreSQL's own number, and what its drivers expect to be quick. */
    public static final int ITERATIONS = 4096;

    /** Bytes; PostgreSQL's own number. */
    public static final int SALT_LENGTH = 16;

    private static final int KEY_LENGTH = 32;
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final Pattern TEXT = Pattern.compile(
            "SCRAM-SHA-256\\$([1-9][0-9]{0,7}):([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");

    private final int iterations;
    private final byte[] salt;
    private final byte[] storedKey;
    private final byte[] serverKey;

    private ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
        this.iterations = iterations;
        this.salt = salt.clone();
        this.storedKey = storedKey;
        this.serverKey = serverKey;
    }

    /**
     * @param password not empty: PostgreSQL takes an empty one for none
     * @param random cryptographic; gives the salt
     */
    public static ScramVerifier of(Secret password, RandomGenerator random) {
        byte[] salt = new byte[SALT_LENGTH];
        random.nextBytes(salt);
        return of(password, salt, ITERATIONS);
    }

    /** @param password not empty */
    public static ScramVerifier of(Secret password, byte[] salt, int iterations) {
        if (password.length() == 0) {
            throw new IllegalArgumentException("a verifier needs a password that is not empty");
        }
        byte[] salted = Hmac.iterated(SaslPrep.prepare(password), salt, iterations);
        byte[] clientKey = Hmac.of(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
        byte[] serverKey = Hmac.of(salted, "Server Key".getBytes(StandardCharsets.US_ASCII));
        return new ScramVerifier(iterations, salt, Hmac.sha256(clientKey), serverKey);
    }

    /** Empty if the text is no verifier: a hash of MD5, or nothing that PostgreSQL would take for one. */
    public static Optional<ScramVerifier> parse(String rolpassword) {
        Matcher parts = TEXT.matcher(rolpassword);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            ScramVerifier read = new ScramVerifier(
                    Integer.parseInt(parts.group(1)),
                    Base64.getDecoder().decode(parts.group(2)),
                    Base64.getDecoder().decode(parts.group(3)),
                    Base64.getDecoder().decode(parts.group(4)));
            return Optional.of(read).filter(ScramVerifier::isSound);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private boolean isSound() {
        return iterations <= MOST_ITERATIONS
                && salt.length > 0
                && storedKey.length == KEY_LENGTH
                && serverKey.length == KEY_LENGTH;
    }

    /** Whether whoever logs in with this password is let in by it. Takes as long as a login: some milliseconds. */
    public boolean matches(Secret password) {
        return password.length() > 0 && equals(of(password, salt, iterations));
    }

    public int iterations() {
        return iterations;
    }

    /** As PostgreSQL stores it; goes into a statement, nowhere else. */
    public String text() {
        return "SCRAM-SHA-256$" + iterations + ":" + base64(salt) + "$" + base64(storedKey) + ":" + base64(serverKey);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScramVerifier verifier
                && iterations == verifier.iterations
                && MessageDigest.isEqual(salt, verifier.salt)
                && MessageDigest.isEqual(storedKey, verifier.storedKey)
                && MessageDigest.isEqual(serverKey, verifier.serverKey);
    }

    @Override
    public int hashCode() {
        return ScramVerifier.class.hashCode();
    }

    @Override
    public String toString() {
        return "SCRAM-SHA-256$" + iterations + ":***";
    }
}
