package dev.postern.pki.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.pki.x509.PkiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyProtectionTest {
    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();

    @Test
    void createdFileIsPrivateAndReadBack() throws IOException {
        Path file = folder.resolve("kek");
        KeyProtection created = KeyProtection.create(file, random);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(KeyProtection.fromFile(file, random).id()).isEqualTo(created.id());
        assertThatThrownBy(() -> KeyProtection.create(file, random)).hasMessageContaining("not replaced");
    }

    @Test
    void exposedFileIsRefused() throws IOException {
        Path file = folder.resolve("kek");
        KeyProtection.create(file, random);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> KeyProtection.fromFile(file, random)).hasMessageContaining("chmod 600");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abcd", "zz"})
    void brokenKeyIsNotQuoted(String text) {
        String key = text + "secretsecret";

        assertThatThrownBy(() -> KeyProtection.of("KEK", key, random))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("64 hexadecimal digits")
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain(key));
    }
}
