package dev.postern.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.cli.fixture.Typed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code down} signals, and what it leaves alone: a home says only a number, and anybody can write one. */
class DownTest {
    private static final String ME = System.getProperty("user.name");

    @TempDir
    Path home;

    private final List<Process> started = new ArrayList<>();
    private Path run = Path.of("");
    private Path file = Path.of("");

    @BeforeEach
    void make() throws IOException {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        run = Files.createDirectory(
                home.resolve("run"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        file = run.resolve("up.pid");
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void stopsTheProcessThatHoldsTheHome() throws IOException {
        Process holder = hold();

        Typed.Result result = down();

        assertThat(result.code()).describedAs(result.err()).isZero();
        assertThat(result.out()).contains("Stopped Postern, pid " + holder.pid());
        assertThat(holder.isAlive()).isFalse();
    }

    @Test
    void leavesAProcessAloneThatOnlyTheFileNames() throws IOException {
        Process stranger = start("sleep", "600");
        Process holder = hold(Long.toString(stranger.pid()));

        Typed.Result result = down();

        assertThat(result.code()).isNotZero();
        assertThat(result.err()).contains("names pid " + stranger.pid()).contains("does not hold the home " + home);
        assertThat(stranger.isAlive()).isTrue();
        assertThat(holder.isAlive()).isTrue();
    }

    @Test
    void believesNoFolderThatOthersMayWrite() throws IOException {
        Process holder = hold();
        for (Path each : List.of(file, run, home)) {
            String before = PosixFilePermissions.toString(Files.getPosixFilePermissions(each));
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxrwx---"));
            Typed.Result result = down();
            assertThat(result.code()).isNotZero();
            assertThat(result.err()).contains(each + " belongs to " + ME + " with permissions rwxrwx---");
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(before));
        }
        assertThat(holder.isAlive()).isTrue();
    }

    @Test
    void believesNoLink() throws IOException {
        Process holder = hold();
        Path elsewhere = home.resolve("elsewhere");
        Files.move(file, elsewhere);
        Files.createSymbolicLink(file, elsewhere);

        assertThat(down().err()).contains("a symbolic link");
        assertThat(holder.isAlive()).isTrue();
    }

    @Test
    void rootBelievesNoHomeOfSomebodyElse() throws IOException {
        assumeTrue(ME.equals("root"), "only root can make a home of somebody else's");
        Process holder = hold();
        for (Path each : List.of(file, run, home)) {
            Files.setOwner(
                    each, home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
            Typed.Result result = down();
            assertThat(result.code()).isNotZero();
            assertThat(result.err()).contains("belongs to nobody").contains("run this as nobody");
        }
        assertThat(holder.isAlive()).isTrue();
    }

    private Typed.Result down() {
        return new Typed(home).as(ME).run("down", "--home", home.toString());
    }

    private Process hold(String... pid) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                HolderMain.class.getName(),
                file.toString()));
        command.addAll(List.of(pid));
        Process holder = start(command.toArray(String[]::new));
        byte[] said = holder.getInputStream().readNBytes("held\n".length());
        assertThat(new String(said, StandardCharsets.US_ASCII)).isEqualTo("held\n");
        return holder;
    }

    private Process start(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        started.add(process);
        return process;
    }
}
