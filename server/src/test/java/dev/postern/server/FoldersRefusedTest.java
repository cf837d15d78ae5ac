package dev.postern.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each folder that PostgreSQL cannot use, with the sentence that says why. */
@Tag("server")
class FoldersRefusedTest {
    @Test
    void dataOfAnotherMajorVersion() throws IOException {
        ServerSpec spec = Scratch.spec(Scratch.folder());
        Folders.makePrivate(spec.dataFolder(), Scratch.USER);
        Files.writeString(spec.dataFolder().resolve("PG_VERSION"), "14\n");
        refused(spec, ServerCode.DATA_OTHER_MAJOR, "was made by PostgreSQL 14");
    }

    @Test
    void folderThatHoldsSomethingElse() throws IOException {
        ServerSpec spec = Scratch.spec(Scratch.folder());
        Folders.makePrivate(spec.dataFolder(), Scratch.USER);
        Files.writeString(spec.dataFolder().resolve("letter.txt"), "dear");
        refused(spec, ServerCode.DATA_NOT_A_CLUSTER, "holds no PostgreSQL cluster");
        assertThat(spec.dataFolder().resolve("letter.txt")).hasContent("dear");
    }

    @Test
    void emptyFolderIsTaken() throws Exception {
        ServerSpec spec = Scratch.spec(Scratch.folder());
        Folders.makePrivate(spec.dataFolder(), Optional.empty());
        try (LocalServer server = LocalServer.start(spec)) {
            assertThat(Scratch.ask(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void dataOfAnotherUser() throws IOException {
        assumeTrue(Scratch.ROOT, "needs two users: only root can be another one");
        ServerSpec spec = Scratch.spec(Scratch.folder());
        Folders.makePrivate(spec.dataFolder(), Optional.empty());
        Files.writeString(spec.dataFolder().resolve("PG_VERSION"), "18\n");
        refused(spec, ServerCode.DATA_NOT_OWNED, "belongs to the user root");
    }

    @Test
    void rootItself() {
        assumeTrue(Scratch.ROOT, "we are not root");
        refused(Scratch.spec(Scratch.folder()).withRunAs(Optional.empty()), ServerCode.ROOT_REFUSED, "root");
    }

    @Test
    void folderThatCannotBeMade() throws IOException {
        Path file = Files.writeString(Scratch.folder().resolve("file"), "");
        refused(Scratch.spec(file), ServerCode.FOLDER_UNUSABLE, "file");
    }

    @Test
    void folderThatMayNotBeWritten() throws IOException {
        assumeTrue(!Scratch.ROOT, "root may write everywhere");
        Path folder = Scratch.folder();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        refused(Scratch.spec(folder), ServerCode.FOLDER_UNUSABLE, "no permission for " + folder);
        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> Binaries.embedded(folder.resolve("runtime")))
                .withMessageContaining("no permission for " + folder);
    }

    @Test
    void diskThatIsFullForANewCluster() throws IOException {
        Path disk = Scratch.smallDisk(30);
        try {
            ServerSpec spec = Scratch.spec(disk);
            refused(spec, ServerCode.DISK_FULL, "MB free");
            assertThat(spec.dataFolder()).doesNotExist();
            assertThat(disk.resolve(".data.new")).doesNotExist();
        } finally {
            Scratch.unmount(disk);
        }
    }

    @Test
    void diskThatIsFullForAnOldCluster() throws Exception {
        Path disk = Scratch.smallDisk(120);
        try {
            ServerSpec spec = Scratch.spec(disk);
            try (LocalServer server = LocalServer.start(spec)) {
                Scratch.ask(server, "CREATE TABLE kept AS SELECT 42 AS n");
            }
            Path filler = disk.resolve("filler");
            Scratch.run("dd", "if=/dev/zero", "of=" + filler, "bs=1M");
            refused(spec, ServerCode.DISK_FULL, "MB free");
            Files.delete(filler);
            try (LocalServer server = LocalServer.start(spec)) {
                assertThat(Scratch.ask(server, "SELECT n FROM kept")).isEqualTo("42");
            }
        } finally {
            Scratch.unmount(disk);
        }
    }

    @Test
    void socketPathThatIsTooLongIsReplaced() throws Exception {
        Path folder = Scratch.folder();
        Path deep = folder.resolve("d".repeat(90));
        ServerSpec spec = Scratch.spec(folder);
        ServerSpec longer = new ServerSpec(
                spec.binaries(),
                spec.dataFolder(),
                spec.configFolder(),
                deep,
                spec.logFile(),
                0,
                spec.listenAddresses(),
                spec.superuser(),
                spec.superuserPassword(),
                spec.tls(),
                spec.hba(),
                spec.ident(),
                Map.of(),
                spec.runAs());
        Path fallback;
        try (LocalServer server = LocalServer.start(longer)) {
            fallback = server.socketFolder();
            assertThat(fallback).isNotEqualTo(deep);
            assertThat(fallback.resolve(".s.PGSQL." + server.port())).exists();
        }
        // anybody may have made it before us
        Files.setPosixFilePermissions(fallback, PosixFilePermissions.fromString("rwxrwxrwx"));
        refused(longer, ServerCode.FOLDER_UNUSABLE, "rwxrwxrwx");
        Folders.delete(fallback);
    }

    private static void refused(ServerSpec spec, ServerCode code, String part) {
        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> LocalServer.start(spec))
                .satisfies(failure -> assertThat(failure.first().code())
                        .as(failure.getMessage())
                        .isEqualTo(code))
                .withMessageContaining(part);
    }
}
