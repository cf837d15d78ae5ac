package dev.postern.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. */
public final class CommandLine {
    // reading a pipe holds a virtual thread's carrier; after 30 quiet seconds the JDK ends those that stood in for it,
    // and on two cores two such readers keep every other virtual thread from ever beginning
    private static final Executor READERS =
            task -> Thread.ofPlatform().daemon().name("pipe-reader").start(task);

    private CommandLine() {}

    /** What it left. */
    public record Result(int exit, String out, String err) {
        /** The result, if it succeeded; otherwise a failure that shows all of it. */
        public Result orFail() {
            if (exit != 0) {
                throw new AssertionError("exit code " + exit + "\n" + out + err);
            }
            return this;
        }
    }

    public static Result run(String... command) {
        return run(List.of(command), Map.of(), "", Duration.ofSeconds(60));
    }

    /**
     * @param environment added to our own
     * @param stdin what it can read, then the end
     * @param timeout it is killed after it, and the test fails
     */
    public static Result run(List<String> command, Map<String, String> environment, String stdin, Duration timeout) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            CompletableFuture<String> out = read(process.getInputStream());
            CompletableFuture<String> err = read(process.getErrorStream());
            write(process, stdin);
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(
                        command.getFirst() + " ran longer than " + timeout + "\n" + out.join() + err.join());
            }
            return new Result(process.exitValue(), out.join(), err.join());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + command.getFirst() + " ran", interrupted);
        }
    }

    private static void write(Process process, String stdin) {
        try (OutputStream input = process.getOutputStream()) {
            input.write(stdin.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // it ended without reading all; its exit code says why
        }
    }

    private static CompletableFuture<String> read(InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (stream) {
                        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                },
                READERS);
    }
}
