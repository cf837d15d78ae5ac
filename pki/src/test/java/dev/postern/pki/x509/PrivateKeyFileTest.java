package dev.postern.pki.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateKeyFileTest {
    @TempDir
    Path folder;

    private final KeyPair keys = KeyPairs.p256(new SecureRandom());

    @Test
    void writtenFileIsPrivateAndReadBack() throws IOException {
        Path file = folder.resolve("a.key");
        PrivateKeyFile.writePem(file, keys.getPrivate());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PrivateKeyFile.read(file)).isEqualTo(keys.getPrivate());
    }

    @Test
    void derIsWhatPgjdbcReads() throws IOException {
        Path file = folder.resolve("a.pk8");
        PrivateKeyFile.writeDer(file, keys.getPrivate());

        assertThat(Pem.privateKey("a.pk8", Files.readAllBytes(file))).isEqualTo(keys.getPrivate());
    }

    @Test
    void keyThatOthersCanReadIsRefused() throws IOException {
        Path file = folder.resolve("a.key");
        PrivateKeyFile.writePem(file, keys.getPrivate());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> PrivateKeyFile.read(file))
                .hasMessageContaining("rw-r--r--")
                .hasMessageContaining("chmod 600");
    }

    /** libpq's rule: a group may read a key of root's, because its system's tools keep keys so. */
    @Test
    void groupMayReadRootsKeysOnly() throws IOException {
        Path file = folder.resolve("a.key");
        PrivateKeyFile.writePem(file, keys.getPrivate());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        if (Files.getAttribute(file, "unix:uid").equals(0)) {
            assertThat(PrivateKeyFile.read(file)).isEqualTo(keys.getPrivate());
            Files.setAttribute(file, "unix:uid", 65534);
        }
        assertThatThrownBy(() -> PrivateKeyFile.read(file)).hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        assertThatThrownBy(() -> PrivateKeyFile.read(file)).hasMessageContaining("rw-rw----");
    }

    @Test
    void derIsReadToo() throws IOException {
        Path file = folder.resolve("a.pk8");
        PrivateKeyFile.writeDer(file, keys.getPrivate());

        assertThat(PrivateKeyFile.read(file)).isEqualTo(keys.getPrivate());
        Files.write(file, Arrays.copyOf(keys.getPrivate().getEncoded(), 40));
        assertThatThrownBy(() -> PrivateKeyFile.read(file)).isInstanceOf(PkiException.class);
    }

    @Test
    void missingFileIsNamed() {
        assertThatThrownBy(() -> PrivateKeyFile.read(folder.resolve("none"))).hasMessageContaining("none");
    }
}
