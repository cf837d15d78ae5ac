package dev.postern.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs programs: with an environment of our own (nothing of ours that might be
 * secret, nothing that PostgreSQL would take for a setting), in a folder that every user may enter.
 */
final class Program {
    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH");

    private Program() {}

    /** @param output standard output and standard error together */
    record Result(int exit, String output) {}

    static Result run(List<String> command, Optional<RunAs> user) throws IOException {
        Process process = builder(command, user).redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream()) {
            process.getOutputStream().close();
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), text);
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.getFirst() + " ran");
        }
    }

    static ProcessBuilder builder(List<String> command, Optional<RunAs> user) {
        List<String> wrapped = user.map(u -> u.wrap(command)).orElse(command);
        ProcessBuilder builder =
                new ProcessBuilder(wrapped).directory(Path.of("/").toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(INHERITED);
        // messages are read by us, and a cluster must not depend on who made it
        environment.put("LC_ALL", "C");
        environment.put("TZ", "UTC");
        return builder;
    }
}
