package dev.postern.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.cli.fixture.Typed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    void rootStopsNothingInAHomeOfSomebodyElseButWhatIsTheirs() throws IOException {
        assumeTrue(ME.equals("root"), "only root can make a home of somebody else's");
        Process holder = hold();
        for (Path each : List.of(file, run, home)) {
            give(each);
            Typed.Result result = down();
            assertThat(result.code()).isNotZero();
            assertThat(result.err()).contains(each.equals(home) ? "of root and does not hold" : "belongs to nobody");
        }
        assertThat(holder.isAlive()).isTrue();

        holder.destroyForcibly().onExit().join();
        Process theirs = holdAs("nobody");
        assertThat(down().out()).contains("Stopped Postern, pid " + theirs.pid());
        assertThat(theirs.isAlive()).isFalse();
    }

    @Test
    void believesNoLinkToTheFolderOfAnotherServer() throws IOException {
        Path other = Files.createDirectory(home.resolve("other"));
        Files.createFile(other.resolve("postmaster.pid"));
        Files.createSymbolicLink(home.resolve("store"), other);

        assertThat(down().err()).contains(home.resolve("store") + " belongs to").contains("a symbolic link");
    }

    private static void give(Path path) throws IOException {
        Files.setOwner(
                path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    }

    private Typed.Result down() {
        return new Typed(home).as(ME).run("down", "--home", home.toString());
    }

    private Process hold(String... pid) throws IOException {
        return held(
                List.of(), System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), pid);
    }

    /** With a copy of the one class that it needs: others cannot read where ours lie. */
    private Process holdAs(String user) throws IOException {
        String name = HolderMain.class.getName().replace('.', '/') + ".class";
        Path classes = Files.createDirectory(home.resolve("classes"));
        Path copy = classes.resolve(name);
        Files.createDirectories(Objects.requireNonNull(copy.getParent()));
        try (InputStream from =
                Objects.requireNonNull(HolderMain.class.getClassLoader().getResourceAsStream(name))) {
            Files.copy(from, copy);
        }
        return held(List.of("setpriv", "--reuid=" + user, "--clear-groups", "--"), classes.toString());
    }

    private Process held(List<String> as, String classpath, String... pid) throws IOException {
        List<String> command = new ArrayList<>(as);
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                classpath,
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
