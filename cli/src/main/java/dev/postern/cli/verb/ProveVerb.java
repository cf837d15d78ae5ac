package dev.postern.cli.verb;

import dev.postern.api.ProveAnswer;
import dev.postern.api.Route;
import dev.postern.cli.terminal.ExitCode;
import dev.postern.cli.terminal.ProofTable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "prove",
        header = "Log in as everyone who must and must not get in, and compare.",
        description = "Ends with 1 when anything was not as expected.")
final class ProveVerb implements Callable<Integer> {
    private final Globals globals;
    private final Surroundings around;

    ProveVerb(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    /** As JSON. */
    record Answer(boolean passed, List<ProveAnswer.Cell> cells) {}

    @Override
    public Integer call() {
        ProveAnswer answer = new Control(globals.home(around), around).ask(Route.PROVE);
        if (globals.json) {
            around.console().json(new Answer(answer.passed(), answer.cells()));
        } else {
            around.console().print(ProofTable.render(answer));
        }
        return (answer.passed() ? ExitCode.DONE : ExitCode.FAILED).number();
    }
}
