package dev.postern.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {
    @TempDir
    Path folder;

    @Test
    void secondHolderIsRefusedWithThePidOfTheFirst() {
        Home home = Home.open(folder.resolve("home"));
        HomeLock first = HomeLock.take(home, 4711, "postern --home here");

        assertThatThrownBy(() -> HomeLock.take(home, 4712, "postern --home here"))
                .isInstanceOf(UpException.class)
                .hasMessageContaining("pid 4711")
                .hasMessageContaining("postern --home here down");
        first.close();
        HomeLock.take(home, 4712, "postern --home here").close();
    }

    @Test
    void leftoverOfAKilledHolderIsNoObstacle() throws IOException {
        Home home = Home.open(folder.resolve("home"));
        Files.writeString(home.lock(), "99999\n");

        try (HomeLock lock = HomeLock.take(home, 7, "postern --home here")) {
            assertThat(lock).isNotNull();
            assertThat(home.lock()).hasContent("7");
        }
        assertThat(home.lock()).isEmptyFile();
    }

    @Test
    void homeThatOthersMayWriteIsRefused() throws IOException {
        Path home = folder.resolve("shared");
        Files.createDirectories(home.resolve("operator"));
        Files.setPosixFilePermissions(home.resolve("operator"), PosixFilePermissions.fromString("rwxrwx---"));

        assertThatThrownBy(() -> Home.open(home))
                .isInstanceOf(UpException.class)
                .hasMessageContaining(home.resolve("operator").toString())
                .hasMessageContaining("rwxrwx---");
        Files.setPosixFilePermissions(home.resolve("operator"), PosixFilePermissions.fromString("rwx------"));
        Home.open(home);
    }

    @Test
    void everythingInAHomeIsItsOwnersOnly() throws IOException {
        Home home = Home.open(folder.resolve("a").resolve("home"));

        for (Path each : new Path[] {home.folder(), home.operator(), home.run(), home.log()}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .as(each.toString())
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void folderThatIsAFileIsOneSentence() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> Home.open(file.resolve("home")))
                .isInstanceOf(UpException.class)
                .hasMessageContaining("cannot be used by")
                .hasMessageContaining("--home");
    }
}
