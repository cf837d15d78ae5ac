package dev.postern.cli.verb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whose a home is, and whether the process that its {@code up.pid} names is the one that holds it. Root, whose own home
 * belongs to a system user, believes of a home only what concerns processes of the home's owner: a number in a file, or a
 * link to another server's folder, could have it stop any process of the machine.
 */
final class HomeHolder {
    private static final String ROOT = "root";
    private static final String MAIN = "dev.postern.cli.Main";
    /** The kernel counts the start of a process in hundredths, from a boot time that is itself rounded. */
    private static final Duration ROUNDED = Duration.ofSeconds(2);

    private final Path home;
    private final Set<String> ours;

    HomeHolder(Path home, Surroundings around) throws IOException {
        this.home = home;
        String owner = Files.getOwner(home).getName();
        boolean own = owner.equals(around.user()) || owner.equals(ROOT);
        // what they may stop, they may have stopped
        this.ours = !own && around.root()
                ? Set.of(owner)
                : Stream.of(around.user(), ROOT).collect(Collectors.toUnmodifiableSet());
    }

    /** @throws CliException when others than the home's owner could have written what lies in these */
    void requireOurs(List<Path> paths) throws IOException {
        for (Path path : paths) {
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            PosixFileAttributes found = Files.readAttributes(
                    path, PosixFileAttributes.class, path.equals(home) ? new LinkOption[0] : nofollow());
            Set<PosixFilePermission> permissions = found.permissions();
            boolean others = permissions.contains(PosixFilePermission.GROUP_WRITE)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE);
            String owner = found.owner().getName();
            if (others || found.isSymbolicLink() || !isOurs(owner)) {
                throw new CliException(
                        CliCode.OWNED_BY_OTHERS,
                        path + " belongs to " + owner + " with permissions "
                                + PosixFilePermissions.toString(permissions)
                                + (found.isSymbolicLink() ? ", a symbolic link" : "")
                                + "; what it says of processes could be anybody's, and nothing was stopped",
                        isOurs(owner)
                                ? "chmod go-w it, or name another home with --home"
                                : "run this as " + owner + ", whose home it is");
            }
        }
    }

    /** @throws CliException when it is not the process that holds the home, whatever the file says */
    void requireHolder(ProcessHandle process, Path file) throws IOException {
        String user = process.info().user().orElse("");
        boolean holds = holdsLock(process.pid(), file)
                || (commandLine(process.pid()).contains(MAIN) && startedBefore(process, file));
        if (!isOurs(user) || !holds) {
            throw new CliException(
                    CliCode.OWNED_BY_OTHERS,
                    file + " names pid " + process.pid() + ", which is "
                            + process.info().command().orElse("another program") + " of "
                            + (user.isEmpty() ? "another user" : user) + " and does not hold the home " + home
                            + "; nothing was stopped",
                    "look for the process with: pgrep -f " + MAIN);
        }
    }

    private boolean isOurs(String owner) {
        return ours.contains(owner);
    }

    /** By the kernel's word. Some file systems show another inode there than here. */
    private static boolean holdsLock(long pid, Path file) throws IOException {
        Path locks = Path.of("/proc/locks");
        if (!Files.isReadable(locks)) {
            return false;
        }
        String inode = String.valueOf(Files.getAttribute(file, "unix:ino"));
        // 12: POSIX  ADVISORY  WRITE 4711 fd:01:1234567 0 EOF
        return Files.readAllLines(locks).stream()
                .map(line -> line.strip().split("\\s+"))
                .anyMatch(
                        word -> word.length > 5 && word[4].equals(Long.toString(pid)) && word[5].endsWith(":" + inode));
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }

    /** The holder wrote its own number: a process that is younger than the file only has the same one. */
    private static boolean startedBefore(ProcessHandle process, Path file) throws IOException {
        Instant written = Files.getLastModifiedTime(file).toInstant();
        Optional<Instant> started = process.info().startInstant();
        return started.isPresent() && started.get().isBefore(written.plus(ROUNDED));
    }

    private static LinkOption[] nofollow() {
        return new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
    }
}
