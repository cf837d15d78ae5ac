package dev.postern.provision.secret;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.SecretSource;
import java.nio.file.Path;
import java.util.Map;

/** Reads one file as another user, in mounts of its own. */
final class SecretReadMain {
    private SecretReadMain() {}

    public static void main(String[] files) {
        for (String file : files) {
            try {
                SecretsRead read = SecretReader.filesOnly().readAll(Map.of("it", new SecretSource.File(Path.of(file))));
                System.out.println(file + " read, "
                        + read.warnings().stream().map(Problem::what).toList());
            } catch (ProblemException refused) {
                System.out.println(file + " refused, " + refused.first().what());
            }
        }
    }
}
