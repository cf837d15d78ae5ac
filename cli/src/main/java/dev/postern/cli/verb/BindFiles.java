package dev.postern.cli.verb;

import dev.postern.api.Manifests;
import dev.postern.kernel.problem.ProblemException;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
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

    @Mixin
    final NamedFiles named = new NamedFiles();

    @Option(
            names = "--direct",
            description = "work from this machine, without the Postern that runs with this home; so it is anyway when"
                    + " none runs")
    boolean direct;

    Manifests read(Surroundings around) {
        return named.read(positional, around);
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
