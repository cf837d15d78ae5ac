package dev.postern.pki.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.pki.x509.KeyPairs;
import dev.postern.pki.x509.PkiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
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
        assertThat(Files.readString(file)).matches("[0-9a-f]{64}");
        assertThat(KeyProtection.fromFile(file, random).id()).isEqualTo(created.id());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).as("nothing is left beside it").containsExactly(file);
        }
    }

    @Test
    void existingFileIsNeverReplaced() throws IOException {
        Path file = folder.resolve("kek");
        KeyProtection.create(file, random);
        String before = Files.readString(file);

        assertThatThrownBy(() -> KeyProtection.create(file, random)).hasMessageContaining("not replaced");
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void ofManyThatCreateAtOnceOneSucceedsAndItsKeyIsTheFiles() throws Exception {
        Path file = folder.resolve("kek");
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<String>> creators = Stream.<Callable<String>>generate(() -> () -> created(file))
                    .limit(16)
                    .toList();
            List<String> ids = threads.invokeAll(creators).stream()
                    .map(Future::resultNow)
                    .filter(id -> !id.isEmpty())
                    .toList();
            assertThat(ids).containsExactly(KeyProtection.fromFile(file, random).id());
        }
    }

    private String created(Path file) {
        try {
            return KeyProtection.create(file, random).id();
        } catch (PkiException refused) {
            return Objects.requireNonNull(refused.getMessage()).contains("not replaced") ? "" : refused.getMessage();
        }
    }

    @Test
    void folderThatIsMissingIsNamed() {
        assertThatThrownBy(() -> KeyProtection.create(folder.resolve("none/kek"), random))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("cannot be written");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-r-----", "rw--w----", "rw----r--", "rwx--x---"})
    void exposedFileIsRefused(String mode) throws IOException {
        Path file = folder.resolve("kek");
        KeyProtection.create(file, random);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        assertThatThrownBy(() -> KeyProtection.fromFile(file, random))
                .hasMessageContaining(mode)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void missingFolderAndTruncatedFilesAreNamed() throws IOException {
        assertThatThrownBy(() -> KeyProtection.fromFile(folder.resolve("none"), random))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("does not exist");
        Path inside = Files.createDirectory(
                folder.resolve("d"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertThatThrownBy(() -> KeyProtection.fromFile(inside, random)).hasMessageContaining("is not a file of");
        Path file = folder.resolve("kek");
        KeyProtection.create(file, random);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> KeyProtection.fromFile(file, random))
                    .isInstanceOf(PkiException.class)
                    .hasMessageContaining("has " + length + " characters");
        }
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) 0x80});
        assertThatThrownBy(() -> KeyProtection.fromFile(file, random)).hasMessageContaining("64 hexadecimal digits");
        Files.write(file, new byte[5000]);
        assertThatThrownBy(() -> KeyProtection.fromFile(file, random)).hasMessageContaining("is not a file of");
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

    @Test
    void bindingDecides() {
        KeyProtection protection = KeyProtection.of("KEK", " " + "5A".repeat(32) + "\n", random);
        PrivateKey key = KeyPairs.p256(random).getPrivate();
        WrappedKey wrapped = protection.wrap(key, "one");

        assertThat(protection.unwrap(wrapped, protection.id(), "one")).isEqualTo(key);
        assertThat(protection.wrap(key, "one")).as("never twice the same nonce").isNotEqualTo(wrapped);
        assertThatThrownBy(() -> protection.unwrap(wrapped, protection.id(), "two"))
                .hasMessageContaining("does not open");
    }
}
