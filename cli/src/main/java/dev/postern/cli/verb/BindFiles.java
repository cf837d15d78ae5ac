package dev.postern.cli.verb;

import dev.postern.api.Manifests;
import dev.postern.kernel.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The declarations that a verb is about, and who carries it out. */
final class BindFiles {
    private static final String NOT_RUNNING = "NOT_RUNNING";

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "a file, a folder of YAML and JSON files, or - for standard input")
    List<String> positional = List.of();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "the same; may be repeated")
    List<String> named = List.of();

    @Option(
            names = "--direct",
            description = "work from this machine, without the Postern that runs with this home; so it is anyway when"
                    + " none runs")
    boolean direct;

    boolean isEmpty() {
        return positional.isEmpty() && named.isEmpty();
    }

    Manifests read(Surroundings around) {
        List<String> names = new ArrayList<>(positional);
        names.addAll(named);
        if (names.isEmpty()) {
            throw new CliException(
                    CliCode.USAGE,
                    "no file is named",
                    "name files or folders with declarations, or - for standard input");
        }
        return ManifestFiles.read(names, around.input());
    }

    /** A Postern that runs with this home is the record of what is declared, so it does the work if there is one. */
    <A> A carriedOut(Globals globals, Surroundings around, Function<Control, A> asked, Function<Here, A> here) {
        if (!direct) {
            try {
                return asked.apply(new Control(globals.home(around), around));
            } catch (ProblemException refused) {
                if (!refused.first().code().name().equals(NOT_RUNNING)) {
                    throw refused;
                }
                around.console()
                        .note("No Postern runs with the home " + globals.home(around)
                                + ", so this is done directly from this machine.");
            }
        }
        return here.apply(new Here(around));
    }
}
