package dev.postern.cli.verb;

import dev.postern.cli.terminal.ExitCode;
import dev.postern.server.LocalServer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

@Command(
        name = "down",
        header = "Stop what runs from a home, and what a crash left of it.",
        description = "Does nothing, and says so, when nothing runs. Data, keys and ports stay for the next start.")
final class Down implements Callable<Integer> {
    private static final long PATIENCE_SECONDS = 40;
    private static final List<String> SERVERS = List.of("store", "demo");

    private final Globals globals;
    private final Surroundings around;

    Down(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    /**
     * As JSON.
     *
     * @param stopped the process that was told to stop and did; empty when none ran
     * @param orphans servers that ran on without their process
     */
    record Answer(String home, Optional<Long> stopped, List<String> orphans) {}

    @Override
    public Integer call() {
        Path home = globals.home(around);
        requireOurs(home);
        OptionalLong holder = holder(home);
        holder.ifPresent(pid -> stop(home, pid));
        List<String> orphans = stopOrphans(home);
        Optional<Long> stopped = holder.isPresent() ? Optional.of(holder.getAsLong()) : Optional.empty();
        if (globals.json) {
            around.console().json(new Answer(home.toString(), stopped, orphans));
            return ExitCode.DONE.number();
        }
        stopped.ifPresent(pid -> around.console().print("Stopped Postern, pid " + pid + ", home " + home));
        orphans.forEach(server ->
                around.console().print("Stopped the PostgreSQL server \"" + server + "\" that a crash had left"));
        if (stopped.isEmpty() && orphans.isEmpty()) {
            around.console().print("Nothing runs from the home " + home);
        }
        return ExitCode.DONE.number();
    }

    private void requireOurs(Path home) {
        List<Path> signs = new ArrayList<>(List.of(pidFile(home)));
        SERVERS.forEach(server -> signs.add(home.resolve(server).resolve("postmaster.pid")));
        if (signs.stream().noneMatch(sign -> Files.exists(sign, LinkOption.NOFOLLOW_LINKS))) {
            return;
        }
        try {
            List<Path> believed = new ArrayList<>(List.of(home, home.resolve("run"), pidFile(home)));
            SERVERS.forEach(server -> believed.add(home.resolve(server)));
            new HomeHolder(home, around).requireOurs(believed);
        } catch (IOException failure) {
            throw closed(home, failure);
        }
    }

    private static Path pidFile(Path home) {
        return home.resolve("run").resolve("up.pid");
    }

    private CliException closed(Path home, IOException failure) {
        return new CliException(
                CliCode.HOME_CLOSED,
                "the home " + home + " is closed to " + around.user(),
                "run this as its owner or root",
                failure);
    }

    /** Who holds the home. The kernel's lock decides; the text in the file is only the name of its holder. */
    private OptionalLong holder(Path home) {
        Path file = pidFile(home);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            if (free != null) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
        } catch (NoSuchFileException _) {
            return OptionalLong.empty();
        } catch (AccessDeniedException denied) {
            throw closed(home, denied);
        } catch (IOException | NumberFormatException failure) {
            throw new CliException(
                    CliCode.FILE_UNREADABLE,
                    file + " does not say who holds the home (" + failure.getMessage() + ")",
                    "look for the process with: pgrep -f dev.postern.cli.Main",
                    failure);
        }
    }

    private void stop(Path home, long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isEmpty()) {
            return;
        }
        try {
            new HomeHolder(home, around).requireHolder(process.get(), pidFile(home));
        } catch (IOException failure) {
            throw closed(home, failure);
        }
        if (!process.get().destroy()) {
            throw new CliException(
                    CliCode.HOME_CLOSED,
                    "pid " + pid + ", which holds the home " + home + ", cannot be stopped by " + around.user(),
                    "run this as its owner or root");
        }
        try {
            process.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException late) {
            throw stillRuns(pid, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw stillRuns(pid, interrupted);
        }
    }

    private CliException stillRuns(long pid, Exception cause) {
        return new CliException(
                CliCode.STOP_FAILED,
                "pid " + pid + " was told to stop and still runs after " + PATIENCE_SECONDS + " s",
                "end it with: kill -9 " + pid + " && " + globals.command(around)
                        + " down; nothing that was committed is lost",
                cause);
    }

    private static List<String> stopOrphans(Path home) {
        List<String> stopped = new ArrayList<>();
        for (String server : SERVERS) {
            Path data = home.resolve(server);
            if (Files.exists(data.resolve("postmaster.pid")) && LocalServer.stopOrphan(data)) {
                stopped.add(server);
            }
        }
        return stopped;
    }
}
