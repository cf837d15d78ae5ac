package dev.postern.cli.verb;

import dev.postern.api.Manifests;
import dev.postern.api.PlanAnswer;
import dev.postern.api.Route;
import dev.postern.cli.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        header = "Show what applying these files would change; changes nothing.",
        description = "Ends with 1 when something declared cannot be reached; with --exit-code, with 5 when something"
                + " would be changed.")
final class Plan implements Callable<Integer> {
    private final Globals globals;
    private final Surroundings around;

    @Mixin
    final BindFiles files = new BindFiles();

    @Option(names = "--exit-code", description = "end with 5 when something would be changed")
    boolean exitCode;

    @Option(names = "--sql", description = "print what a DBA would run with psql -v ON_ERROR_STOP=1 -f instead")
    boolean sql;

    Plan(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    @Override
    public Integer call() {
        Manifests manifests = files.read(around);
        PlanAnswer answer = files.carriedOut(
                globals, around, control -> control.ask(Route.PLAN, manifests), here -> here.plan(manifests));
        if (sql) {
            around.console().print(PlanScript.of(answer));
            if (!answer.findings().isEmpty()) {
                around.console().note(Changes.findings(answer.findings()));
            }
        } else if (globals.json) {
            around.console().json(answer);
        } else {
            around.console().print(Changes.resources(answer.resources()));
            around.console().print(Changes.plan(answer));
        }
        return code(answer).number();
    }

    private ExitCode code(PlanAnswer answer) {
        ExitCode code = Changes.code(answer.findings());
        return code == ExitCode.DONE && exitCode && !answer.steps().isEmpty() ? ExitCode.CHANGES : code;
    }
}
