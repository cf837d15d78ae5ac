package dev.postern.pki.authority;

import dev.postern.kernel.durable.DurableFile;
import dev.postern.kernel.secret.Secret;
import dev.postern.pki.x509.PkiCode;
import dev.postern.pki.x509.PkiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
    private static final int MOST_FILE_BYTES = 4096;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final Secret key;
    private final String id;
    private final SecureRandom random;

    private KeyProtection(Secret key, SecureRandom random) {
        this.key = key;
        this.random = random;
        this.id = fingerprint(key);
    }

    /** Makes the file with a new key, 0600; refuses to replace one, also one that somebody else is just making. */
    public static KeyProtection create(Path file, SecureRandom random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        try {
            writeNew(file, HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII), random);
            return new KeyProtection(Secret.of(bytes), random);
        } catch (FileAlreadyExistsException exists) {
            throw unusable(
                    "the key-encryption key " + file + " exists already and is not replaced",
                    "use it as it is",
                    exists);
        } catch (IOException failure) {
            throw unusable(
                    "the key-encryption key " + file + " cannot be written: " + failure.getMessage(),
                    "check the folder and the space in it",
                    failure);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    // A rename would replace the file of somebody faster, whose keys nobody could open any more; a link does not.
    private static void writeNew(Path file, byte[] content, SecureRandom random) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException("it is not a file name");
        }
        Path whole = folder.resolve("." + target.getFileName() + "." + Long.toHexString(random.nextLong()));
        try {
            DurableFile.write(whole, content, DurableFile.OWNER_ONLY);
            Files.createLink(target, whole);
        } finally {
            Arrays.fill(content, (byte) 0);
            Files.deleteIfExists(whole);
        }
        DurableFile.syncFolder(folder);
    }

    /** Reads it from a file that nobody but its owner can use. */
    public static KeyProtection fromFile(Path file, SecureRandom random) {
        try {
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_FILE_BYTES) {
                throw unusable(
                        "the key-encryption key " + file + " is not a file of 64 hexadecimal digits",
                        "put the right one back",
                        null);
            }
            if (!mode.endsWith("------")) {
                throw unusable(
                        "the key-encryption key " + file + " can be used by others: its mode is " + mode,
                        "chmod 600 " + file,
                        null);
            }
            // not UTF-8, which would say no more than that the input was malformed
            return of(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1), random);
        } catch (AccessDeniedException denied) {
            throw unusable(
                    "the key-encryption key " + file + " may not be read by this user",
                    "start as the user that owns it",
                    denied);
        } catch (NoSuchFileException missing) {
            throw unusable(
                    "the key-encryption key " + file + " does not exist",
                    "put the file back; without it no authority can sign",
                    missing);
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
                    "the key-encryption key in " + name + " has " + digits.length()
                            + " characters, or others than the 64 hexadecimal digits it should have",
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

    /** @param wrappedWith the {@link #id} that was kept with the wrapped key */
    PrivateKey unwrap(WrappedKey wrapped, String wrappedWith, String binding) {
        if (!wrappedWith.equals(id)) {
            throw new PkiException(
                    PkiCode.KEY_ENCRYPTION_KEY_WRONG,
                    "the key of " + binding + " was wrapped with the key-encryption key " + wrappedWith
                            + " and does not open with " + id,
                    "start with the key-encryption key that this store was made with");
        }
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
                            + ", with which it was wrapped: it was changed in the store, or is another one's",
                    "restore the store from a backup",
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
