package dev.postern.cli.verb;

import dev.postern.cli.terminal.Console;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a verb finds around it.
 *
 * @param userHome from the password database, not {@code $HOME}
 * @param user the operating system's name of who runs this
 * @param root whether that is root
 * @param interactive whether a person sits at both ends
 * @param input what is typed or piped in
 */
public record Surroundings(
        Map<String, String> environment,
        Path userHome,
        String user,
        boolean root,
        boolean interactive,
        InputStream input,
        Console console,
        InstantSource clock,
        SecureRandom random) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** How the command was called, for sentences that tell what to type. */
    String command() {
        return environment.getOrDefault("POSTERN_COMMAND", "postern");
    }
}
