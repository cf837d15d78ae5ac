package dev.postern.pki.x509;

import dev.postern.kernel.durable.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
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

    private PrivateKeyFile() {}

    public static PrivateKey read(Path file) {
        try {
            refuseExposed(file);
            return Pem.privateKey(file.toString(), Files.readString(file));
        } catch (IOException failure) {
            throw new PkiException(
                    PkiCode.FILE_UNREADABLE,
                    "the private key " + file + " cannot be read: " + failure.getMessage(),
                    "check the path and who owns it",
                    failure);
        }
    }

    /** As PKCS #8 PEM, which libpq and the drivers built on OpenSSL read. */
    public static void writePem(Path file, PrivateKey key) throws IOException {
        byte[] text = Pem.write(key).getBytes(StandardCharsets.US_ASCII);
        DurableFile.write(file, text, DurableFile.OWNER_ONLY);
        Arrays.fill(text, (byte) 0);
    }

    /** As PKCS #8 DER, which pgjdbc reads. */
    public static void writeDer(Path file, PrivateKey key) throws IOException {
        byte[] der = key.getEncoded();
        DurableFile.write(file, der, DurableFile.OWNER_ONLY);
        Arrays.fill(der, (byte) 0);
    }

    private static void refuseExposed(Path file) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
        Set<PosixFilePermission> allowed = attributes.owner().getName().equals("root") ? ROOTS : DurableFile.OWNER_ONLY;
        Set<PosixFilePermission> excess = EnumSet.noneOf(PosixFilePermission.class);
        excess.addAll(attributes.permissions());
        excess.removeAll(allowed);
        excess.remove(PosixFilePermission.OWNER_EXECUTE);
        if (!excess.isEmpty()) {
            throw new PkiException(
                    PkiCode.KEY_EXPOSED,
                    "the private key " + file + " can be used by others: its mode is "
                            + PosixFilePermissions.toString(attributes.permissions()),
                    "chmod 600 " + file);
        }
    }
}
