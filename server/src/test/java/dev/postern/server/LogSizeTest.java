package dev.postern.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSizeTest {
    @TempDir
    Path folder;

    @Test
    void leavesAloneWhatIsNotLarge() throws IOException {
        Path log = Files.writeString(folder.resolve("demo.log"), "a line\n");

        assertThat(LogSize.bound(log)).isFalse();
        assertThat(LogSize.bound(folder.resolve("none.log"))).isFalse();
        assertThat(log).hasContent("a line\n");
    }

    @Test
    void keepsTheEndOfWhatIsFarTooLarge() throws IOException {
        byte[] text = new byte[40 << 20];
        Arrays.fill(text, (byte) 'x');
        byte[] last = "the last line\n".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(last, 0, text, text.length - last.length, last.length);
        Path log = Files.write(folder.resolve("demo.log"), text);
        Path before = Files.writeString(folder.resolve("demo.log.1"), "older");

        assertThat(LogSize.bound(log)).isTrue();

        assertThat(Files.size(log)).isZero();
        assertThat(Files.size(before)).isEqualTo(LogSize.MOST);
        assertThat(Files.readString(before)).endsWith("the last line\n");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void followsNoLink() throws IOException {
        Path target = Files.write(folder.resolve("elsewhere"), new byte[17 << 20]);
        Path log = Files.createSymbolicLink(folder.resolve("demo.log"), target);

        assertThatThrownBy(() -> LogSize.bound(log)).isInstanceOf(IOException.class);
        assertThat(Files.size(target)).isEqualTo(17 << 20);
    }
}
