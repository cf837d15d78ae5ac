package dev.postern.provision.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.testing.CommandLine;
import dev.postern.testing.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuntimeMountsTest {
    private final Path folder = TestFolder.fresh("mounts");

    /** Real mounts, in a namespace of their own, read by an ordinary user. */
    @Test
    void aFileThatEverybodyReadsIsTakenFromTheRuntimesOfContainersOnly() throws IOException {
        assumeTrue(root(), "only root makes mounts");
        Path script = Files.writeString(folder.resolve("mounts.sh"), """
                set -e
                mount -t tmpfs -o mode=0755 run /run
                mkdir -p /run/secrets /run/volume /run/other
                mount -t tmpfs -o mode=0755 secrets /run/secrets
                mount -t tmpfs -o mode=0755 volume /run/volume
                for each in secrets/db volume/db other/db secrets/open secrets/mine; do
                    printf 'canary\\n' >/run/$each && chmod 0444 /run/$each
                done
                chmod 0446 /run/secrets/open
                chown 65534 /run/secrets/mine
                mount -o remount,ro /run/volume
                exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@" \\
                    /run/secrets/db /run/volume/db /run/other/db /run/secrets/open /run/secrets/mine
                """);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        CommandLine.Result result = CommandLine.run(
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        script.toString(),
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        SecretReadMain.class.getName()),
                Map.of(),
                "",
                Duration.ofMinutes(2));
        assumeTrue(result.exit() == 0 || !result.err().contains("unshare failed"), result.err());
        List<String> lines = result.orFail().out().lines().toList();
        assertThat(lines).hasSize(5).noneMatch(line -> line.contains("canary"));
        assertThat(lines.get(0)).startsWith("/run/secrets/db read, [/run/secrets/db is laid here by the container's");
        assertThat(lines.get(1))
                .startsWith("/run/volume/db read, [/run/volume/db is laid here")
                .contains("r--r--r--");
        assertThat(lines.get(2)).startsWith("/run/other/db refused, ").contains("can be used by others");
        assertThat(lines.get(3)).as("others may change it").startsWith("/run/secrets/open refused, ");
        assertThat(lines.get(4)).as("not root's").startsWith("/run/secrets/mine refused, ");
    }

    @Test
    void theLastMountOnTheDeepestPlaceCounts() throws IOException {
        String disk = "20 1 8:1 / / rw - ext4 /dev/sda1 rw\n";
        String memory = "21 20 0:2 / /etc/with\\040blank ro,nosuid shared:1 - tmpfs tmpfs rw\n";
        String over = "22 21 8:1 /x /etc/with\\040blank ro - ext4 /dev/sda1 rw\n";
        String below = "23 21 0:3 / /etc/with\\040blank/rw rw - tmpfs tmpfs rw\n";
        String bound = "24 20 8:1 /var/x /run/secrets/db rw - ext4 /dev/sda1 rw\n";
        Path file = Path.of("/etc/with blank/s");
        assertThat(mounts(disk + memory).mounted(file)).isTrue();
        assertThat(mounts(disk + memory + over).mounted(file)).isFalse();
        assertThat(mounts(disk + memory + below).mounted(Path.of("/etc/with blank/rw/s")))
                .isFalse();
        assertThat(mounts(disk + memory).mounted(Path.of("/etc/with blankness/s")))
                .isFalse();
        assertThat(mounts(bound + disk).mounted(Path.of("/run/secrets/db"))).isTrue();
        assertThat(mounts(disk).mounted(Path.of("/run/secrets/db")))
                .as("a folder of the host")
                .isFalse();
        assertThat(mounts("").mounted(file)).isFalse();
    }

    private RuntimeMounts mounts(String table) throws IOException {
        return new RuntimeMounts(Files.writeString(folder.resolve("table"), table));
    }

    private static boolean root() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid && uid == 0;
    }
}
