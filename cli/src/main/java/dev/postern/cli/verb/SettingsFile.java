package dev.postern.cli.verb;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.settings.Suggestion;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Where an option's value comes from when the command line does not say: the variable {@code POSTERN_…}, then
 * {@code postern.properties} in the home.
 */
final class SettingsFile implements IDefaultValueProvider {
    private static final String NAME = "postern.properties";
    // of one call only, never a setting
    private static final Set<String> NEVER =
            Set.of("help", "version", "command", "file", "home", "allow-destroy", "sql", "output", "exit-code");

    private final Map<String, String> environment;
    private final Properties properties;

    private SettingsFile(Map<String, String> environment, Properties properties) {
        this.environment = environment;
        this.properties = properties;
    }

    /** @param known every option's name without its hyphens; another in the file is an error */
    static SettingsFile read(Path home, Map<String, String> environment, Supplier<Set<String>> known) {
        Path file = home.resolve(NAME);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException _) {
            return new SettingsFile(environment, properties);
        } catch (AccessDeniedException _) {
            // somebody else's home: the verb says whose, if it needs the home at all
            return new SettingsFile(environment, properties);
        } catch (IOException | IllegalArgumentException failure) {
            throw new CliException(
                    CliCode.FILE_UNREADABLE,
                    "the settings in " + file + " cannot be read (" + failure.getMessage() + ")",
                    "write one name=value a line",
                    failure);
        }
        refuseUnknown(file, properties, known.get());
        return new SettingsFile(environment, properties);
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        return find(argument).orElse(argument.defaultValue());
    }

    private Optional<String> find(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return Optional.empty();
        }
        String name = name(option);
        if (NEVER.contains(name)) {
            return Optional.empty();
        }
        String variable = "POSTERN_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
        return Optional.ofNullable(environment.get(variable))
                .filter(text -> !text.isEmpty())
                .or(() -> Optional.ofNullable(properties.getProperty(name)));
    }

    static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    private static void refuseUnknown(Path file, Properties properties, Set<String> known) {
        List<Problem> problems = new ArrayList<>();
        for (String name : properties.stringPropertyNames().stream().sorted().toList()) {
            if (!known.contains(name) || NEVER.contains(name)) {
                problems.add(Problem.of(
                        CliCode.SETTING_UNKNOWN,
                        file + " sets \"" + name + "\", which is no setting" + Suggestion.phrase(name, known),
                        "remove or correct that line"));
            }
        }
        if (!problems.isEmpty()) {
            throw new CliException(problems);
        }
    }
}
