package dev.postern.provision.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * Secrets that the runtime of a container lays into it: below {@code /run/secrets}, or in a file system in memory that can
 * only be read, which nobody else makes. Their mode is the runtime's to choose, usually readable by all.
 *
 * @param table as {@code /proc/self/mountinfo}
 */
record RuntimeMounts(Path table) {
    static final RuntimeMounts OWN = new RuntimeMounts(Path.of("/proc/self/mountinfo"));

    private static final Path SECRETS = Path.of("/run/secrets");
    private static final Set<PosixFilePermission> OTHERS_WRITE =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    /** A line of the table. */
    private record Mount(Path point, boolean readOnly, String type) {
        // ID PARENT MAJOR:MINOR ROOT POINT OPTIONS [FIELD…] - TYPE SOURCE OPTIONS
        static Optional<Mount> of(String line) {
            String[] halves = line.split(" - ", 2);
            String[] fields = halves[0].split(" ", -1);
            if (halves.length < 2 || fields.length < 6) {
                return Optional.empty();
            }
            return Optional.of(new Mount(
                    Path.of(unescaped(fields[4])),
                    Set.of(fields[5].split(",")).contains("ro"),
                    halves[1].split(" ", 2)[0]));
        }

        // blanks and the like stand there as \\040
        private static String unescaped(String field) {
            StringBuilder text = new StringBuilder();
            for (int at = 0; at < field.length(); at++) {
                if (field.charAt(at) == '\\' && at + 3 < field.length()) {
                    text.append((char) Integer.parseInt(field.substring(at + 1, at + 4), 8));
                    at += 3;
                } else {
                    text.append(field.charAt(at));
                }
            }
            return text.toString();
        }

        boolean ofRuntime() {
            return point.startsWith(SECRETS) || (type.equals("tmpfs") && readOnly);
        }
    }

    /** Whether a runtime has laid it here: root's, on such a mount, and nothing that we or others could change. */
    boolean has(Path file) throws IOException {
        Path real = file.toRealPath();
        return Files.getAttribute(real, "unix:uid") instanceof Integer uid
                && uid == 0
                && !Files.isWritable(real)
                && Files.getPosixFilePermissions(real).stream().noneMatch(OTHERS_WRITE::contains)
                && mounted(real);
    }

    /** @param real without links */
    boolean mounted(Path real) throws IOException {
        return mountOf(real).filter(Mount::ofRuntime).isPresent();
    }

    // of several mounts on one place the last one is seen
    private Optional<Mount> mountOf(Path real) throws IOException {
        Optional<Mount> found = Optional.empty();
        for (String line : Files.readAllLines(table)) {
            Optional<Mount> mount = Mount.of(line).filter(one -> real.startsWith(one.point()));
            if (mount.isPresent()
                    && found.filter(before -> before.point().getNameCount()
                                    > mount.get().point().getNameCount())
                            .isEmpty()) {
                found = mount;
            }
        }
        return found;
    }
}
