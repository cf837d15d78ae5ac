package dev.postern.cli.verb;

import dev.postern.api.PlanAnswer;
import dev.postern.api.Route;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        header = "Show what applying these files would change; changes nothing.",
        description = "Ends with 1 when something declared cannot be reached.")
final class Plan implements Callable<Integer> {
    private final Globals globals;
    private final Surroundings around;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "a file, a folder of YAML and JSON files, or - for standard input; may be repeated")
    List<String> files = List.of();

    Plan(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    @Override
    public Integer call() {
        PlanAnswer answer =
                new Control(globals.home(around), around).ask(Route.PLAN, ManifestFiles.read(files, around.input()));
        if (globals.json) {
            around.console().json(answer);
        } else {
            around.console().print(Changes.resources(answer.resources()));
            around.console().print(Changes.steps(answer.steps(), "would be done"));
            if (!answer.findings().isEmpty()) {
                around.console().print(Changes.findings(answer.findings()));
            }
        }
        return Changes.code(answer.findings()).number();
    }
}
