package dev.postern.cli.verb;

import dev.postern.api.ProveAnswer;
import dev.postern.api.Route;
import dev.postern.cli.terminal.ExitCode;
import dev.postern.cli.terminal.TextTable;
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
            around.console().print(table(answer));
        }
        return (answer.passed() ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private static String table(ProveAnswer answer) {
        TextTable table = new TextTable("", "PROOF", "PATH", "SHOWS", "ROLE", "EXPECTED", "OBSERVED", "MS", "DETAIL");
        for (ProveAnswer.Cell cell : answer.cells()) {
            table.row(
                    cell.passed() ? "ok" : "FAILED",
                    cell.name(),
                    cell.path(),
                    cell.credential(),
                    cell.role(),
                    cell.expected(),
                    cell.observed(),
                    Long.toString(cell.millis()),
                    cell.detail());
        }
        long passed = answer.cells().stream().filter(ProveAnswer.Cell::passed).count();
        return table.render() + "\n" + passed + " of " + answer.cells().size() + " as expected";
    }
}
