package dev.postern.cli.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command on this terminal that does not outlive us, even if we are killed. */
final class GuardedCommand {
    private static final long PATIENCE_SECONDS = 5;
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    private final Process process;
    private final Thread hook;

    private GuardedCommand(Process process) {
        this.process = process;
        this.hook = new Thread(this::end, "end-command");
    }

    /** To be called by a thread that lives as long as the command may: Linux ends the child with its parent thread. */
    static GuardedCommand start(List<String> words, Map<String, String> variables) {
        requireThere(words.getFirst());
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETPRIV)) {
            command.addAll(List.of(SETPRIV.toString(), "--pdeathsig", "KILL", "--"));
        }
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(variables);
        try {
            GuardedCommand started = new GuardedCommand(builder.start());
            Runtime.getRuntime().addShutdownHook(started.hook);
            return started;
        } catch (IOException failure) {
            throw new CliException(
                    CliCode.COMMAND_UNUSABLE,
                    "the command " + words.getFirst() + " cannot be started: " + failure.getMessage(),
                    "check its name and that it may be run",
                    failure);
        }
    }

    // otherwise setpriv would say it, in its own words
    private static void requireThere(String name) {
        boolean there = name.indexOf('/') >= 0
                ? Files.isExecutable(Path.of(name))
                : Stream.of(System.getenv()
                                .getOrDefault("PATH", "/usr/bin:/bin")
                                .split(":", -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        if (!there) {
            throw new CliException(
                    CliCode.COMMAND_UNUSABLE,
                    "there is no command " + name,
                    "check its name, its path and that it may be run");
        }
    }

    boolean ended(long time, TimeUnit unit) throws InterruptedException {
        boolean ended = process.waitFor(time, unit);
        if (ended && !Thread.currentThread().equals(hook)) {
            forgetHook();
        }
        return ended;
    }

    int exit() {
        return process.exitValue();
    }

    /** At once: what it does now may already be in another runner's way. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        forgetHook();
    }

    // Ctrl-C reaches the command, too; SIGTERM reaches only us
    private void end() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // we are ending; the hook has its own look at the process
            return;
        }
    }
}
