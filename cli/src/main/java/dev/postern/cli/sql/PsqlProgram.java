package dev.postern.cli.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.utils.Signals;

/** The user's own psql, when there is one. */
public final class PsqlProgram {
    private final Path program;

    private PsqlProgram(Path program) {
        this.program = program;
    }

    /** @param searchPath the variable {@code PATH} */
    public static Optional<PsqlProgram> find(String searchPath) {
        for (String folder : searchPath.split(":", -1)) {
            Path candidate = Path.of(folder).resolve("psql");
            if (!folder.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return Optional.of(new PsqlProgram(candidate));
            }
        }
        return Optional.empty();
    }

    /**
     * Becomes it, as far as Java can: same terminal, its exit code.
     *
     * @param conninfo what to connect to; holds no secret
     */
    public int run(String conninfo, Map<String, String> environment) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString(), conninfo));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        // Ctrl-C is psql's: it cancels a statement there and must not end us; a handler, because an ignored signal
        // would be inherited
        Object before = Signals.register("INT", () -> {});
        try {
            return builder.start().waitFor();
        } finally {
            Signals.unregister("INT", before);
        }
    }
}
