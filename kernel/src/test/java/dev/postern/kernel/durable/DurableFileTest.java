package dev.postern.kernel.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
    @TempDir
    Path folder;

    @Test
    void replacesTheWholeFileAndLeavesNothingBeside() throws IOException {
        Path file = folder.resolve("key");
        DurableFile.write(file, bytes("a much longer first version"), DurableFile.OWNER_ONLY);
        DurableFile.write(file, bytes("second"), DurableFile.OWNER_ONLY);

        assertThat(file).hasContent("second");
        assertThat(names()).containsExactly("key");
    }

    @Test
    void permissionsAreTheAskedOnesWhateverStoodThereBefore() throws IOException {
        Path file = folder.resolve("key");
        DurableFile.write(file, bytes("x"), DurableFile.PUBLIC);
        DurableFile.write(file, bytes("y"), DurableFile.OWNER_ONLY);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void leftoverOfAKilledWriterIsNoObstacle() throws IOException {
        Files.writeString(folder.resolve(".key.4194305-1.new"), "half"); // above Linux's largest pid
        DurableFile.write(folder.resolve("key"), bytes("whole"), DurableFile.OWNER_ONLY);

        assertThat(folder.resolve("key")).hasContent("whole");
        assertThat(names()).containsExactly("key");
    }

    @Test
    void anOpenFileIsMeantWhateverBecomesOfItsName() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "somebody else's");
        Files.setPosixFilePermissions(victim, DurableFile.OWNER_ONLY);
        Path name = folder.resolve("ours");
        try (FileChannel channel = FileChannel.open(name, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            Path open = OpenFile.of(name);
            Files.move(name, folder.resolve("away"));
            Files.createSymbolicLink(name, victim);
            Files.setPosixFilePermissions(open, DurableFile.PUBLIC);
            assertThat(Files.getPosixFilePermissions(victim)).isEqualTo(DurableFile.OWNER_ONLY);
            assertThat(Files.getPosixFilePermissions(folder.resolve("away"))).isEqualTo(DurableFile.PUBLIC);
            assertThatThrownBy(() -> OpenFile.of(name))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("was taken away");
            assertThat(channel.isOpen()).isTrue();
        }
    }

    @Test
    void twoWritersNeverShareATemporaryFile() throws Exception {
        Path file = folder.resolve("key");
        List<String> contents = IntStream.range(0, 8)
                .mapToObj(i -> Integer.toString(i).repeat(100_000))
                .toList();
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (String content : contents) {
                for (int i = 0; i < 10; i++) {
                    all.add(writers.submit(() -> {
                        DurableFile.write(file, bytes(content), DurableFile.OWNER_ONLY);
                        return null;
                    }));
                }
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertThat(contents).contains(Files.readString(file));
        assertThat(names()).containsExactly("key");
    }

    @Test
    void failedWriteKeepsTheOldContentAndCleansUp() throws IOException {
        Path target = folder.resolve("occupied");
        Files.createDirectory(target);
        Files.writeString(target.resolve("child"), "old");

        assertThatThrownBy(() -> DurableFile.write(target, bytes("new"), DurableFile.PUBLIC))
                .isInstanceOf(IOException.class);
        assertThat(target.resolve("child")).hasContent("old");
        assertThat(names()).containsExactly("occupied");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
