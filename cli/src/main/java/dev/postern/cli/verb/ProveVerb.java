package dev.postern.cli.verb;

import dev.postern.api.ProveAnswer;
import dev.postern.api.Route;
import dev.postern.cli.terminal.ExitCode;
import dev.postern.cli.terminal.ProofTable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "prove",
        header = "Log in as everyone who must and must not get in, and compare.",
        description =
                "Without files: what the running Postern has published, through its gateway and past it. With files:"
                        + " what they declare, directly at the servers, with what consumers were given. With a connection"
                        + " string and --roles: what the server says about these roles, and whether it is so; needs no"
                        + " Postern. Exit code 0: all as expected; 1: something was not; 6: nothing was wrong, and something"
                        + " could not be tried.")
final class ProveVerb implements Callable<Integer> {
    private final Globals globals;
    private final Surroundings around;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "a file, a folder of YAML and JSON files, - for standard input, or one connection string")
    List<String> files = List.of();

    @Mixin
    final NamedFiles named = new NamedFiles();

    @Mixin
    final MatrixOptions matrix = new MatrixOptions();

    ProveVerb(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    /** As JSON. */
    record Answer(boolean passed, List<ProveAnswer.Cell> cells, List<String> untried, List<ProveAnswer.Mend> mends) {}

    private static void refuse(List<String> options, String why) {
        if (!options.isEmpty()) {
            throw new CliException(CliCode.USAGE, options.getFirst() + " " + why, "see: postern prove --help");
        }
    }

    @Override
    public Integer call() {
        if (matrix.isWanted(files)) {
            refuse(
                    named.named.isEmpty() ? List.of() : List.of("-f"),
                    "goes with declarations, not with a connection string");
            return new MatrixProof(globals, around, matrix).of(files);
        }
        refuse(matrix.said(), "goes with a connection string and --roles, not with declarations");
        ProveAnswer answer = files.isEmpty() && named.named.isEmpty()
                ? new Control(globals.home(around), around).ask(Route.PROVE)
                : new Here(around).prove(named.read(files, around));
        if (globals.json) {
            around.console().json(new Answer(answer.passed(), answer.cells(), answer.untried(), answer.mends()));
        } else {
            around.console().print(ProofTable.render(answer));
            answer.untried().forEach(sentence -> around.console().note("note: " + sentence));
            answer.mends().forEach(mend -> around.console().print(Changes.mend(mend)));
        }
        return (answer.passed() ? ExitCode.DONE : ExitCode.FAILED).number();
    }
}
