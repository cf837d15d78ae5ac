package dev.postern.pki.authority;

import dev.postern.kernel.durable.DurableFile;
import dev.postern.kernel.secret.Secret;
import dev.postern.pki.x509.PkiCode;
import dev.postern.pki.x509.PkiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Wraps the authorities' keys with AES-256-GCM under a key-encryption key that is kept apart from them. The additional
 * data binds a wrapped key to its authority, generation and trust domain: moved elsewhere, it does not open.
 */
public final class KeyProtection {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final Secret key;
    private final String id;
    private final SecureRandom random;

    private KeyProtection(Secret key, SecureRandom random) {
        this.key = key;
        this.random = random;
        this.id = fingerprint(key);
    }

    /** Makes the file with a new key, 0600; refuses to replace one. */
    public static KeyProtection create(Path file, SecureRandom random) {
        if (Files.exists(file)) {
            throw unusable(
                    "the key-encryption key " + file + " exists already and is not replaced", "use it as it is", null);
        }
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        try {
            DurableFile.write(
                    file, HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII), DurableFile.OWNER_ONLY);
        } catch (IOException failure) {
            throw unusable(
                    "the key-encryption key " + file + " cannot be written: " + failure.getMessage(),
                    "check the folder and the space in it",
                    failure);
        }
        return new KeyProtection(Secret.of(bytes), random);
    }

    /** Reads it from a file that nobody but its owner can use. */
    public static KeyProtection fromFile(Path file, SecureRandom random) {
        try {
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
            if (!mode.endsWith("------")) {
                throw unusable(
                        "the key-encryption key " + file + " can be used by others: its mode is " + mode,
                        "chmod 600 " + file,
                        null);
            }
            return of(file.toString(), Files.readString(file), random);
        } catch (IOException failure) {
            throw unusable(
                    "the key-encryption key " + file + " cannot be read: " + failure.getMessage(),
                    "put the file back; without it no authority can sign",
                    failure);
        }
    }

    /** @param hex 64 hexadecimal digits, for example from an environment variable; white space around is ignored */
    public static KeyProtection of(String name, String hex, SecureRandom random) {
        String digits = hex.strip();
        if (digits.length() != 2 * KEY_BYTES || !digits.matches("[0-9a-fA-F]+")) {
            throw unusable(
                    "the key-encryption key in " + name + " is " + digits.length()
                            + " characters of something, not 64 hexadecimal digits",
                    "put the right one back",
                    null);
        }
        return new KeyProtection(Secret.of(HexFormat.of().parseHex(digits)), random);
    }

    /** Tells keys apart without telling the key. */
    String id() {
        return id;
    }

    WrappedKey wrap(PrivateKey secret, String binding) {
        byte[] plain = secret.getEncoded();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, binding).doFinal(plain);
            byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
            return new WrappedKey(whole);
        } catch (GeneralSecurityException broken) {
            throw new PkiException(
                    PkiCode.CRYPTOGRAPHY, "an authority's key cannot be wrapped", "use a full JDK 25", broken);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    PrivateKey unwrap(WrappedKey wrapped, String binding) {
        byte[] bytes = wrapped.bytes();
        byte[] plain = {};
        try {
            byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
            plain = cipher(Cipher.DECRYPT_MODE, nonce, binding)
                    .doFinal(bytes, Math.min(NONCE_BYTES, bytes.length), Math.max(0, bytes.length - NONCE_BYTES));
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(plain));
        } catch (AEADBadTagException wrong) {
            throw new PkiException(
                    PkiCode.KEY_ENCRYPTION_KEY_WRONG,
                    "the key of " + binding + " does not open with the key-encryption key " + id
                            + ": it is another one's, or the stored key was changed",
                    "start with the key-encryption key that this store was made with",
                    wrong);
        } catch (GeneralSecurityException broken) {
            throw new PkiException(PkiCode.CRYPTOGRAPHY, "the key of " + binding + " cannot be unwrapped", "", broken);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "key-encryption key " + id;
    }

    private Cipher cipher(int mode, byte[] nonce, String binding) throws GeneralSecurityException {
        byte[] raw = key.bytes();
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, new SecretKeySpec(raw, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(binding.getBytes(StandardCharsets.UTF_8));
            return cipher;
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
    }

    private static String fingerprint(Secret key) {
        byte[] raw = key.bytes();
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("postern key-encryption key id".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(raw), 0, 8);
        } catch (GeneralSecurityException broken) {
            throw new PkiException(PkiCode.CRYPTOGRAPHY, "this Java has no SHA-256", "use a full JDK 25", broken);
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
    }

    private static PkiException unusable(String what, String fix, @org.jspecify.annotations.Nullable Throwable cause) {
        return cause == null
                ? new PkiException(PkiCode.KEY_ENCRYPTION_KEY_UNUSABLE, what, fix)
                : new PkiException(PkiCode.KEY_ENCRYPTION_KEY_UNUSABLE, what, fix, cause);
    }
}
