package dev.postern.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Processes of this machine, by what the kernel says of them and not by a pid that a file remembers. Those of PostgreSQL
 * all have their data folder as working directory.
 */
public final class Processes {
    private static final Path PROC = Path.of("/proc");
    private static final Set<String> MAKERS = Set.of("initdb", "postgres", "sh", "setpriv");

    private Processes() {}

    /**
     * Whether there is such a process and it runs. One that has ended and that nobody has buried does not, whatever the
     * JDK says of it; where process 1 buries late, as in some containers, such corpses are common.
     */
    public static boolean isAlive(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            // the state follows the name, which is in parentheses and may hold some
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException _) {
            return false;
        }
    }

    /** The postmaster and its children. */
    static List<Long> serving(Path dataFolder) throws IOException {
        Path folder = real(dataFolder);
        return all(pid -> name(pid).equals("postgres") && worksIn(pid, folder));
    }

    /** What makes a cluster in this folder. */
    static List<Long> making(Path dataFolder) throws IOException {
        Path folder = real(dataFolder);
        return all(pid -> MAKERS.contains(name(pid)) && (worksIn(pid, folder) || names(pid, folder)));
    }

    /** Kills until none is left, again and again, because one may be about to fork; false if some stay. */
    static boolean killAll(Finder finder, Duration time) throws IOException {
        Deadline deadline = Deadline.in(time);
        List<Long> left = finder.find();
        while (!left.isEmpty() && !deadline.passed()) {
            for (long pid : left) {
                Signal.KILL.send(pid);
            }
            deadline.pause();
            left = finder.find();
        }
        return left.isEmpty();
    }

    @FunctionalInterface
    interface Finder {
        List<Long> find() throws IOException;
    }

    private static List<Long> all(LongPredicate wanted) throws IOException {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                long pid = Long.parseLong(String.valueOf(process.getFileName()));
                if (wanted.test(pid)) {
                    pids.add(pid);
                }
            }
        }
        return pids;
    }

    private static String name(long pid) {
        try {
            return Files.readString(PROC.resolve(pid + "/comm"), StandardCharsets.ISO_8859_1)
                    .strip();
        } catch (IOException _) {
            return "";
        }
    }

    // of a zombie, and of another user's process, the link cannot be read
    private static boolean worksIn(long pid, Path folder) {
        try {
            return Files.readSymbolicLink(PROC.resolve(pid + "/cwd")).equals(folder);
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean names(long pid, Path folder) {
        try {
            String line = Files.readString(PROC.resolve(pid + "/cmdline"), StandardCharsets.UTF_8);
            // initdb is given it as --pgdata=FOLDER; left alive, it would clean up what its successor makes there
            return Arrays.stream(line.split("\0", -1))
                    .anyMatch(word -> word.equals(folder.toString()) || word.endsWith("=" + folder));
        } catch (IOException _) {
            return false;
        }
    }

    private static Path real(Path folder) throws IOException {
        return Files.exists(folder)
                ? folder.toRealPath()
                : folder.toAbsolutePath().normalize();
    }
}
