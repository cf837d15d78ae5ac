package dev.postern.provision.secret;

import dev.postern.kernel.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs as our own user with our own environment.
 *
 * @param limit after which a program is killed
 */
public record LocalCommands(Duration limit) implements CommandRunner {
    // reading a pipe holds a virtual thread's carrier; after 30 quiet seconds the JDK ends those that stood in for it,
    // and on two cores two such readers keep every other virtual thread from ever beginning
    private static final Executor READERS =
            task -> Thread.ofPlatform().daemon().name("pipe-reader").start(task);
    private static final int MOST_ERROR = 1000;

    @Override
    public Output run(List<String> command, Secret input) throws IOException {
        Process process = new ProcessBuilder(command).start();
        CompletableFuture<byte[]> out = read(process.getInputStream());
        CompletableFuture<byte[]> error = read(process.getErrorStream());
        try {
            feed(process, input);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(command.getFirst() + " took longer than " + limit.toSeconds() + " s");
            }
            return new Output(process.exitValue(), Secret.of(out.join()), line(error.join()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.getFirst() + " ran", interrupted);
        } catch (CompletionException failure) {
            throw new IOException("what " + command.getFirst() + " says cannot be read", failure);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void feed(Process process, Secret input) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.bytes());
        } catch (IOException _) {
            // it ended without reading all; its exit status says why
        }
    }

    private static CompletableFuture<byte[]> read(InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (stream) {
                        return stream.readAllBytes();
                    } catch (IOException failure) {
                        throw new CompletionException(failure);
                    }
                },
                READERS);
    }

    private static String line(byte[] error) {
        String text = new String(error, StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
        return text.length() <= MOST_ERROR ? text : text.substring(text.length() - MOST_ERROR);
    }
}
