package dev.postern.server;

import dev.postern.kernel.durable.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The main process of one server, as its parent sees it, and as whoever finds it without a parent sees it. */
final class Postmaster {
    private static final Duration FAST_TIME = Duration.ofSeconds(30);
    private static final Duration IMMEDIATE_TIME = Duration.ofSeconds(10);
    private static final Duration CHILDREN_TIME = Duration.ofSeconds(1);
    private static final String PID_FILE = "postmaster.pid";
    // one above the largest that Linux can be told to give
    private static final long IMPOSSIBLE_PID = (1L << 22) + 1;
    private static final int STATUS_LINE = 7;

    private Postmaster() {}

    /** A session of its own: the terminal's Ctrl-C goes to us, and we stop PostgreSQL in order. */
    static Process launch(ServerSpec spec, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("setsid", spec.binaries().program("postgres").toString()));
        command.addAll(arguments);
        return Program.builder(command, spec.runAs())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        spec.logFile().toAbsolutePath().toFile()))
                .start();
    }

    /** What the postmaster with this pid says of itself in the data folder: it accepts connections, or not yet. */
    static boolean isReady(Path dataFolder, long pid) {
        try {
            List<String> lines = Files.readAllLines(dataFolder.resolve(PID_FILE));
            return lines.size() > STATUS_LINE
                    && lines.getFirst().strip().equals(Long.toString(pid))
                    && List.of("ready", "standby")
                            .contains(lines.get(STATUS_LINE).strip());
        } catch (IOException _) {
            // not there yet, or being written
            return false;
        }
    }

    /** Stops our own child; harder when it takes too long, and then everything that is left of it. */
    static void stop(Process process, Path dataFolder, StopMode mode) throws IOException, InterruptedException {
        if (process.isAlive()) {
            Signal.of(mode).send(process.pid());
            if (!process.waitFor(FAST_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                Signal.QUIT.send(process.pid());
                process.waitFor(IMMEDIATE_TIME.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        // of a killed postmaster, children may live a moment longer
        killRest(dataFolder);
    }

    /** Stops what runs from this data folder without a parent of ours. True if there was something. */
    static boolean stopOrphan(Path dataFolder) throws IOException {
        if (Processes.serving(dataFolder).isEmpty()) {
            return false;
        }
        Optional<Long> postmaster = remembered(dataFolder);
        if (postmaster.isPresent()) {
            Signal.INT.send(postmaster.get());
            if (!isGone(dataFolder, FAST_TIME)) {
                Signal.QUIT.send(postmaster.get());
                isGone(dataFolder, IMMEDIATE_TIME);
            }
        } else {
            // children end by themselves when their postmaster is gone, if they still can
            isGone(dataFolder, CHILDREN_TIME);
        }
        killRest(dataFolder);
        return true;
    }

    /**
     * Makes PostgreSQL believe what the kernel says: that the pid which {@code postmaster.pid} remembers is no postmaster
     * of this folder. PostgreSQL refuses to start for any living process with that pid: a zombie that nobody has
     * buried, or, after a reboot, a stranger. Only the pid is replaced, by one that no process can have; PostgreSQL
     * still looks for the old server's shared memory, which the file names too.
     */
    static void forgetStranger(Path dataFolder, Optional<RunAs> user) throws IOException {
        Path file = dataFolder.resolve(PID_FILE);
        Optional<Long> pid = read(file);
        if (pid.isEmpty()
                || !Files.exists(Path.of("/proc", Long.toString(pid.get())))
                || Processes.serving(dataFolder).contains(pid.get())) {
            return;
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(0, Long.toString(IMPOSSIBLE_PID));
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        DurableFile.write(file, text, DurableFile.OWNER_ONLY);
        Folders.give(file, user);
    }

    /**
     * Removes the lock beside a socket that an earlier server of this data folder left when it was killed, which
     * PostgreSQL honours while any process has that pid, buried or not. Another data folder's lock is left alone.
     */
    static void forgetSocket(Path socketFolder, int port, Path dataFolder) throws IOException {
        Path lock = socketFolder.resolve(".s.PGSQL." + port + ".lock");
        if (!Files.exists(lock) || !Processes.serving(dataFolder).isEmpty()) {
            return;
        }
        List<String> lines = Files.readAllLines(lock);
        if (lines.size() > 1
                && Path.of(lines.get(1)).equals(dataFolder.toAbsolutePath().normalize())) {
            Files.delete(lock);
        }
    }

    // the pid of the file, if it is one of those that work in the folder
    private static Optional<Long> remembered(Path dataFolder) throws IOException {
        return read(dataFolder.resolve(PID_FILE)).filter(Processes.serving(dataFolder)::contains);
    }

    private static Optional<Long> read(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        return Files.readAllLines(pidFile).stream()
                .limit(1)
                .map(String::strip)
                .filter(line -> line.matches("\\d{1,10}"))
                .map(Long::valueOf)
                .findFirst();
    }

    private static boolean isGone(Path dataFolder, Duration time) throws IOException {
        Deadline deadline = Deadline.in(time);
        while (!Processes.serving(dataFolder).isEmpty()) {
            if (deadline.passed()) {
                return false;
            }
            deadline.pause();
        }
        return true;
    }

    private static void killRest(Path dataFolder) throws IOException {
        if (!Processes.killAll(() -> Processes.serving(dataFolder), IMMEDIATE_TIME)) {
            throw ServerException.of(
                    ServerCode.STOP_FAILED,
                    "PostgreSQL processes still work in " + dataFolder + " though they were killed: "
                            + Processes.serving(dataFolder),
                    "they may hang in the kernel on a broken disk; look at it, then start again");
        }
    }
}
