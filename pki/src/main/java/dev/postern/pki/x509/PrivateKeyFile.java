package dev.postern.pki.x509;

import dev.postern.kernel.durable.DurableFile;
import dev.postern.kernel.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * Private keys in files. The rule for reading is libpq's: nobody but the owner, except that a key of root's may also be
 * readable by its group.
 */
public final class PrivateKeyFile {
    private static final Set<PosixFilePermission> ROOTS = PosixFilePermissions.fromString("rw-r-----");
    private static final String WHAT = "the private key";

    private PrivateKeyFile() {}

    /** PKCS #8, as PEM or DER. */
    public static PrivateKey read(Path file) {
        return read(file, true);
    }

    /** The same without a look at who else may read it: for clients that do not look either. */
    public static PrivateKey readOfAnyMode(Path file) {
        return read(file, false);
    }

    private static PrivateKey read(Path file, boolean guarded) {
        byte[] bytes = TextFile.bytes(WHAT, file);
        try {
            if (guarded) {
                refuseExposed(file);
            }
            return TextFile.isDer(bytes)
                    ? Pem.privateKey(file.toString(), bytes)
                    : Pem.privateKey(file.toString(), TextFile.text(WHAT, file, bytes));
        } catch (IOException failure) {
            throw new PkiException(
                    PkiCode.FILE_UNREADABLE,
                    WHAT + " " + file + " cannot be read: " + failure.getMessage(),
                    "check the path and who owns it",
                    failure);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** As PKCS #8 PEM, which libpq and the drivers built on OpenSSL read. */
    public static void writePem(Path file, PrivateKey key) throws IOException {
        write(file, Pem.write(key).getBytes(StandardCharsets.US_ASCII));
    }

    /** The same as text, for what is no file. */
    public static Secret pem(PrivateKey key) {
        return Secret.ofText(Pem.write(key));
    }

    /** As PKCS #8 DER, which pgjdbc reads. */
    public static void writeDer(Path file, PrivateKey key) throws IOException {
        write(file, key.getEncoded());
    }

    private static void write(Path file, byte[] content) throws IOException {
        try {
            DurableFile.write(file, content, DurableFile.OWNER_ONLY);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static void refuseExposed(Path file) throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        boolean roots = Files.getAttribute(file, "unix:uid") instanceof Integer uid && uid == 0;
        Set<PosixFilePermission> excess = EnumSet.noneOf(PosixFilePermission.class);
        excess.addAll(mode);
        excess.removeAll(roots ? ROOTS : DurableFile.OWNER_ONLY);
        excess.remove(PosixFilePermission.OWNER_EXECUTE);
        if (!excess.isEmpty()) {
            throw new PkiException(
                    PkiCode.KEY_EXPOSED,
                    WHAT + " " + file + " can be used by others: its mode is " + PosixFilePermissions.toString(mode),
                    "chmod 600 " + file);
        }
    }
}
