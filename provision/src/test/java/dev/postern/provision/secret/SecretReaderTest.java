package dev.postern.provision.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.kernel.durable.DurableFile;
import dev.postern.kernel.problem.Code;
import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.secret.Secret;
import dev.postern.model.SecretSource;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.testing.TestFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretReaderTest {
    private static final String CANARY = "canary-5f3a";

    private final Path folder = TestFolder.fresh("secrets");
    private final SecretReader reader = new SecretReader(
            Map.of("PASSWORD", CANARY, "EMPTY", ""),
            (command, _) -> {
                throw new IOException("no program " + command.getFirst());
            },
            (address, _, _) -> {
                throw new IOException("no network to " + address);
            });

    @ParameterizedTest
    @CsvSource({"canary-5f3a, canary-5f3a", "'canary-5f3a\n', canary-5f3a", "'canary-5f3a\r\n', canary-5f3a"})
    void aFinalLineBreakOfAFileIsNotPartOfIt(String content, String secret) throws IOException {
        Path file = write("p", content, "rw-------");
        assertThat(reader.read("x", new SecretSource.File(file)).text()).isEqualTo(secret);
    }

    @Test
    void onlyOneFinalLineBreakIsTakenAway() throws IOException {
        Path file = write("p", " a b \n\n", "r--------");
        assertThat(reader.read("x", new SecretSource.File(file)).text()).isEqualTo(" a b \n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-", "rw----r-x"})
    void aFileThatOthersCanReadIsRefused(String mode) throws IOException {
        Path file = write("p", CANARY, mode);
        ProvisionException refused = refused(new SecretSource.File(file));
        assertThat(refused.first().code()).isEqualTo(ProvisionCode.SECRET_EXPOSED);
        assertThat(refused).hasMessageContaining(mode).hasMessageContaining("chmod 600 " + file);
    }

    @Test
    void whatCannotBeAPasswordIsRefused() throws IOException {
        assertThat(refused(new SecretSource.File(write("empty", "\n", "rw-------"))))
                .hasMessageContaining("empty");
        assertThat(refused(new SecretSource.File(write("nul", "a\0b", "rw-------"))))
                .hasMessageContaining("NUL");
        assertThat(refused(new SecretSource.File(write("long", "x".repeat((1 << 20) + 1), "rw-------"))))
                .hasMessageContaining("1048577 bytes");
        assertThat(refused(new SecretSource.File(folder))).hasMessageContaining("cannot be read");
        assertThat(refused(new SecretSource.File(folder.resolve("nowhere")))).hasMessageContaining("no such file");
        assertThat(refused(new SecretSource.Env("EMPTY"))).hasMessageContaining("empty");
    }

    @Test
    void anEnvironmentVariableIsRead() {
        assertThat(reader.read("x", new SecretSource.Env("PASSWORD")).text()).isEqualTo(CANARY);
        assertThat(refused(new SecretSource.Env("NOPE"))).hasMessageContaining("NOPE is not set");
    }

    @Test
    void aLiteralIsReadWithAWarningThatDoesNotShowIt() {
        SecretsRead read = reader.readAll(Map.of("the password of app", literal()));
        assertThat(read.values()).containsEntry("the password of app", new SecretValue.Known(Secret.ofText(CANARY)));
        assertThat(read.warnings()).extracting(Problem::code).containsExactly(ProvisionCode.SECRET_IN_DECLARATION);
        assertThat(read.toString()).contains("the password of app").doesNotContain(CANARY);
    }

    @Test
    void aPlaceholderPassesButCannotBeUsed() {
        SecretSource placeholder = new SecretSource.Reference("<path:secret/data/db#password>");
        assertThat(reader.readAll(Map.of("x", placeholder)).values())
                .containsEntry("x", new SecretValue.Unresolved("<path:secret/data/db#password>"));
        assertThat(refused(placeholder).first().code()).isEqualTo(ProvisionCode.NOT_ENFORCEABLE);
    }

    @Test
    void allProblemsComeAtOnceAndShowNoSecret() throws IOException {
        Path open = write("open", CANARY, "rw-r--r--");
        Path broken = write("broken.yaml", "a: [" + CANARY, "rw-------");
        Map<String, SecretSource> wanted = Map.of(
                "a", new SecretSource.File(open),
                "b", new SecretSource.Env("NOPE"),
                "c", new SecretSource.KubernetesSecret(broken, "db", "password"),
                "d", new SecretSource.PodmanSecret("app-password"),
                "e", new SecretSource.Vault("secret/data/db", "password"),
                "f", literal());
        assertThatThrownBy(() -> reader.readAll(wanted)).isInstanceOfSatisfying(ProvisionException.class, all -> {
            assertThat(all.problems())
                    .extracting(problem -> problem.what().substring(0, 2))
                    .containsExactly("a:", "b:", "c:", "d:", "e:");
            assertThat(all.problems())
                    .<Code>extracting(Problem::code)
                    .containsExactly(
                            ProvisionCode.SECRET_EXPOSED,
                            ProvisionCode.CREDENTIAL_UNUSABLE,
                            ProvisionCode.CREDENTIAL_UNUSABLE,
                            ProvisionCode.SECRET_STORE_UNUSABLE,
                            ProvisionCode.CREDENTIAL_UNUSABLE);
            assertThat(all.toString()).doesNotContain(CANARY);
        });
    }

    @Test
    void withoutSurroundingsOnlyFilesAreRead() throws IOException {
        SecretReader files = SecretReader.filesOnly();
        assertThat(files.read("x", new SecretSource.File(write("p", CANARY, "rw-------"))))
                .isEqualTo(Secret.ofText(CANARY));
        for (SecretSource source : List.of(
                new SecretSource.Env("PASSWORD"),
                new SecretSource.PodmanSecret("p"),
                new SecretSource.Vault("secret/data/db", "p"))) {
            assertThatThrownBy(() -> files.read("x", source))
                    .isInstanceOfSatisfying(
                            ProvisionException.class,
                            refused -> assertThat(refused.first().code()).isEqualTo(ProvisionCode.NOT_ENFORCEABLE));
        }
    }

    @Test
    void madePasswordsAreSafeEverywhereAndDiffer() {
        PasswordMaker maker = new PasswordMaker(new java.util.Random(7));
        List<String> made = java.util.stream.Stream.generate(() -> maker.make().text())
                .limit(2000)
                .toList();
        assertThat(made).doesNotHaveDuplicates().allMatch(each -> each.matches("[A-Za-z0-9][A-Za-z0-9_-]{31}"));
        assertThat(String.join("", made).chars().distinct().count()).isEqualTo(64);
        assertThat(maker.toString()).doesNotContain(made.getLast());
    }

    @Test
    void equalPasswordsAreFoundAndNotShown() {
        List<Problem> found = EqualPasswords.of(Map.of(
                "app", Secret.ofText(CANARY),
                "migrator", Secret.ofText("other"),
                "reader", Secret.ofText(CANARY),
                "z", Secret.ofText("third")));
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().what()).contains("app, reader").doesNotContain(CANARY);
        assertThat(EqualPasswords.of(Map.of("a", Secret.ofText("1"), "b", Secret.ofText("2"))))
                .isEmpty();
    }

    private static SecretSource literal() {
        return new SecretSource.Literal(Secret.ofText(CANARY));
    }

    private ProvisionException refused(SecretSource source) {
        Optional<ProvisionException> refused = Optional.empty();
        try {
            reader.read("the password of app", source);
        } catch (ProvisionException expected) {
            refused = Optional.of(expected);
        }
        ProvisionException found = refused.orElseThrow(() -> new AssertionError("was read: " + source));
        assertThat(found.toString()).doesNotContain(CANARY);
        return found;
    }

    private Path write(String name, String content, String mode) throws IOException {
        Path file = folder.resolve(name);
        DurableFile.write(file, content.getBytes(StandardCharsets.UTF_8), DurableFile.OWNER_ONLY);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
