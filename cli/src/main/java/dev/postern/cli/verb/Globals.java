package dev.postern.cli.verb;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself, and the options that every verb has. */
@Command(
        name = "postern",
        header = "The guarded gate in front of PostgreSQL.",
        synopsisSubcommandLabel = "VERB",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused, failed, or a proof did not hold",
            "2:wrong usage",
            "3:Postern is not running with this home",
            "4:a defect of Postern",
            "5:plan --exit-code: something would be changed"
        },
        footer = {
            "",
            "Each option can also be set by a variable (POSTERN_GATEWAY_PORT for --gateway-port) or in",
            "postern.properties in the home (gateway-port=7432); the command line wins, then the variable."
        })
final class Globals {
    static final String SYSTEM_HOME = "/var/lib/postern";

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            scope = ScopeType.INHERIT,
            description = "where everything of this Postern lies (root: /var/lib/postern; else the XDG state folder)")
    @Nullable
    Path home;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "answer as JSON")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "show this help and exit")
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "print the version and exit")
    boolean version;

    /** The home: what was said, else POSTERN_HOME, else the usual place. */
    Path home(Surroundings around) {
        Path said = home;
        if (said != null) {
            return said.toAbsolutePath().normalize();
        }
        return usualHome(around);
    }

    /** What to type for this Postern, as far as the verb: with the home when it was said. */
    String command(Surroundings around) {
        String said = around.command();
        return home == null ? said : said + " --home " + Shell.word(home(around).toString());
    }

    static Path usualHome(Surroundings around) {
        return variable(around, "POSTERN_HOME")
                .map(Path::of)
                .orElseGet(() -> around.root() ? Path.of(SYSTEM_HOME) : stateFolder(around))
                .toAbsolutePath()
                .normalize();
    }

    // a relative path in an XDG variable is to be ignored, says its specification
    private static Path stateFolder(Surroundings around) {
        return variable(around, "XDG_STATE_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> around.userHome().resolve(".local").resolve("state"))
                .resolve("postern");
    }

    private static Optional<String> variable(Surroundings around, String name) {
        return Optional.ofNullable(around.environment().get(name)).filter(text -> !text.isEmpty());
    }
}
