package dev.postern.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class BinariesTest {
    @Test
    void bundleIsUnpackedOnceByManyAtOnce() throws Exception {
        Path runtime = Scratch.folder();
        Path leftover = Files.createDirectory(runtime.resolve(".unpacking-999999999-x"));
        Callable<Binaries> unpack = () -> Binaries.embedded(runtime);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<Binaries>> all = threads.invokeAll(List.of(unpack, unpack, unpack));
            Binaries first = all.getFirst().get();
            for (Future<Binaries> each : all) {
                assertThat(each.get()).isEqualTo(first);
            }
            assertThat(first.major()).isEqualTo(18);
            assertThat(first.version()).startsWith("18.");
            assertThat(first.openssl()).startsWith("1.1.1");
            assertThat(first.origin()).isEqualTo(Binaries.Origin.EMBEDDED);
        }
        assertThat(leftover).doesNotExist();
        assertThat(names(runtime)).singleElement().asString().matches("pg-18\\.\\d+-[0-9a-f]{12}");
    }

    @Test
    void damagedRuntimeIsSaidAndNotUsed() throws IOException {
        Path runtime = Scratch.folder();
        Binaries binaries = Binaries.embedded(runtime);
        Files.delete(binaries.bin().resolve("initdb"));
        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> Binaries.embedded(runtime))
                .matches(failure -> failure.first().code() == ServerCode.RUNTIME_UNUSABLE)
                .withMessageContaining("damaged");
    }

    @Test
    void runtimeFolderThatCannotBeMadeIsOneSentence() throws IOException {
        Path file = Files.writeString(Scratch.folder().resolve("file"), "");
        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> Binaries.embedded(file.resolve("runtime")))
                .matches(failure -> failure.first().code() == ServerCode.RUNTIME_UNUSABLE);
    }

    @Test
    void fullDiskWhileUnpackingLeavesNothing() throws IOException {
        Path disk = Scratch.smallDisk(20);
        try {
            assertThatExceptionOfType(ServerException.class)
                    .isThrownBy(() -> Binaries.embedded(disk))
                    .matches(failure -> failure.first().code() == ServerCode.DISK_FULL)
                    .withMessageContaining("MB free");
            assertThat(names(disk)).isEmpty();
        } finally {
            Scratch.unmount(disk);
        }
    }

    @Test
    void installedPostgresIsRead() {
        Path bin = Path.of("/usr/lib/postgresql/15/bin");
        assumeTrue(Files.exists(bin.resolve("postgres")), "PostgreSQL 15 of Debian is not installed");
        Binaries found = Binaries.installed(bin);
        assertThat(found.major()).isEqualTo(15);
        assertThat(found.version()).startsWith("15.");
        assertThat(found.openssl()).startsWith("3.");
        assertThat(found.origin()).isEqualTo(Binaries.Origin.INSTALLED);
    }

    @Test
    void installedPostgresMustBeThereAndNewEnough() throws IOException {
        Path bin = Scratch.folder();
        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> Binaries.installed(bin))
                .matches(failure -> failure.first().code() == ServerCode.BINARIES_MISSING);
        script(bin.resolve("initdb"), "true");
        script(bin.resolve("postgres"), "echo 'postgres (PostgreSQL) 14.9 (Debian)'");
        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> Binaries.installed(bin))
                .matches(failure -> failure.first().code() == ServerCode.VERSION_TOO_OLD)
                .withMessageContaining("14.9");
        script(bin.resolve("postgres"), "echo 'cannot execute: wrong machine' >&2; exit 126");
        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> Binaries.installed(bin))
                .withMessageContaining("wrong machine");
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> String.valueOf(entry.getFileName())).toList();
        }
    }
}
