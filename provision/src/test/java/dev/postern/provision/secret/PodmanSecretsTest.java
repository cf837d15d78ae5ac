package dev.postern.provision.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.SecretSource;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.testing.CommandLine;
import dev.postern.testing.TestPodman;
import dev.postern.testing.TestPodman.Release;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With the podman of Debian 13 and of Debian 12. */
@Tag("server")
class PodmanSecretsTest {
    private static final String CANARY = "canary $x'\"\\\n-91c2";

    private final List<List<String>> commands = new ArrayList<>();

    @Test
    void whatIsWrittenIsReadWithEveryByte() {
        PodmanSecrets podman = podman(Release.TRIXIE);
        assertThat(podman.read("app-password")).isEmpty();
        for (String value : List.of(CANARY, "with a line break\n", "häßlich", "a")) {
            podman.write("app-password", Secret.ofText(value), Map.of());
            assertThat(podman.read("app-password")).contains(Secret.ofText(value));
        }
    }

    @Test
    void aSecretIsReplacedWithItsLabels() {
        PodmanSecrets podman = podman(Release.TRIXIE);
        podman.write("app-password", Secret.ofText("one"), Map.of("team", "edge"));
        podman.write("app-password", Secret.ofText("two"), Map.of("app", "flightctl", "b", "x y=z"));
        assertThat(podman.read("app-password")).contains(Secret.ofText("two"));
        List<String> podmanItself =
                commands.getLast().subList(0, commands.getLast().indexOf("secret"));
        List<String> inspect = new ArrayList<>(podmanItself);
        inspect.addAll(List.of("secret", "inspect", "--format", "{{.Spec.Labels}}", "app-password"));
        assertThat(CommandLine.run(inspect.toArray(String[]::new))
                        .orFail()
                        .out()
                        .strip())
                .isEqualTo("map[app:flightctl b:x y=z]");
    }

    @Test
    void noValueIsEverAnArgument() {
        PodmanSecrets podman = podman(Release.TRIXIE);
        podman.write("app-password", Secret.ofText(CANARY), Map.of("a", "b"));
        podman.read("app-password");
        assertThat(commands)
                .isNotEmpty()
                .allSatisfy(words -> assertThat(String.join(" ", words)).doesNotContain("canary"));
    }

    @Test
    void theBeginningOfAnIdIsNoName() throws IOException {
        PodmanSecrets podman = podman(Release.TRIXIE);
        podman.write("app-password", Secret.ofText("one"), Map.of());
        List<String> list =
                new ArrayList<>(commands.getLast().subList(0, commands.getLast().indexOf("secret")));
        list.addAll(List.of("secret", "ls", "--quiet"));
        String id = CommandLine.run(list.toArray(String[]::new)).orFail().out().strip();
        assertThat(podman.read(id)).isEmpty();
        assertThat(podman.read(id.substring(0, 6))).isEmpty();
    }

    @Test
    void aSourceIsReadFromPodman() {
        Optional<String> missing = TestPodman.missing(Release.TRIXIE);
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        CommandRunner runner = runner(TestPodman.of(Release.TRIXIE));
        PodmanSecrets.of(runner).write("app-password", Secret.ofText("one"), Map.of());
        SecretReader reader = new SecretReader(Map.of(), runner, (_, _, _) -> {
            throw new IOException("no network");
        });
        assertThat(reader.read("x", new SecretSource.PodmanSecret("app-password")))
                .isEqualTo(Secret.ofText("one"));
        assertThatThrownBy(() -> reader.read("x", new SecretSource.PodmanSecret("other")))
                .hasMessageContaining("podman has no secret other")
                .hasMessageContaining("podman secret create other -");
    }

    @Test
    void theLineThatAPersonIsToldToRunMakesTheSecret() {
        Optional<String> missing = TestPodman.missing(Release.TRIXIE);
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        TestPodman real = TestPodman.of(Release.TRIXIE);
        String function = "podman() { " + String.join(" ", real.command()) + " \"$@\"; }; ";
        CommandLine.run(
                        List.of("bash", "-c", function + PodmanLine.create("app-password")),
                        Map.of(),
                        "typed by hand\n",
                        Duration.ofMinutes(1))
                .orFail();
        assertThat(PodmanSecrets.of(runner(real)).read("app-password")).contains(Secret.ofText("typed by hand"));
    }

    @Test
    @Tag("full")
    void anOlderPodmanIsRefusedWithTheLineToRun() {
        PodmanSecrets podman = podman(Release.BOOKWORM);
        assertThatThrownBy(() -> podman.read("app-password"))
                .isInstanceOfSatisfying(
                        ProvisionException.class,
                        old -> assertThat(old.first().code()).isEqualTo(ProvisionCode.SECRET_STORE_UNUSABLE))
                .hasMessageContaining("podman 4.3.1")
                .hasMessageContaining("podman run --rm --secret app-password");
        assertThatThrownBy(() -> podman.write("app-password", Secret.ofText(CANARY), Map.of()))
                .hasMessageContaining("podman 4.3.1")
                .hasMessageContaining(PodmanLine.create("app-password"))
                .hasMessageNotContaining("canary");
    }

    @Test
    void namesThatPodmanDoesNotTakeAreRefusedBeforeItIsAsked() {
        PodmanSecrets podman = PodmanSecrets.of((command, _) -> {
            throw new AssertionError(command);
        });
        for (String name : List.of("", "--all", "a b", "a/b", "ä")) {
            assertThatThrownBy(() -> podman.read(name))
                    .isInstanceOfSatisfying(
                            ProvisionException.class,
                            bad -> assertThat(bad.first().code()).isEqualTo(ProvisionCode.NAME_INVALID));
        }
    }

    @Test
    void whereThereIsNoPodmanThatIsSaid() {
        PodmanSecrets podman = PodmanSecrets.of(
                (_, input) -> new LocalCommands(Duration.ofSeconds(5)).run(List.of("no-such-podman"), input));
        assertThatThrownBy(() -> podman.read("x"))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("no-such-podman");
    }

    @Test
    void aProgramThatHangsIsEnded() {
        assertThatThrownBy(
                        () -> new LocalCommands(Duration.ofMillis(200)).run(List.of("sleep", "60"), Secret.ofText("")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("took longer");
    }

    private PodmanSecrets podman(Release release) {
        Optional<String> missing = TestPodman.missing(release);
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        return PodmanSecrets.of(runner(TestPodman.of(release)));
    }

    private CommandRunner runner(TestPodman podman) {
        CommandRunner local = new LocalCommands(Duration.ofMinutes(1));
        return (command, input) -> {
            List<String> whole = podman.command(command.subList(1, command.size()));
            commands.add(whole);
            return local.run(whole, input);
        };
    }
}
