package dev.postern.cli.verb;

import dev.postern.api.ApplyAnswer;
import dev.postern.api.Route;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "apply",
        header = "Make what these files declare true; what already is true is left alone.",
        description = "Ends with 1 when something declared cannot be reached.")
final class Apply implements Callable<Integer> {
    private final Globals globals;
    private final Surroundings around;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "a file, a folder of YAML and JSON files, or - for standard input; may be repeated")
    List<String> files = List.of();

    Apply(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    @Override
    public Integer call() {
        ApplyAnswer answer =
                new Control(globals.home(around), around).ask(Route.APPLY, ManifestFiles.read(files, around.input()));
        if (globals.json) {
            around.console().json(answer);
            return Changes.code(answer.findings()).number();
        }
        around.console().print(Changes.resources(answer.resources()));
        around.console().print(Changes.steps(answer.steps(), "done"));
        if (!answer.findings().isEmpty()) {
            around.console().print(Changes.findings(answer.findings()));
        }
        for (ApplyAnswer.Delivery delivery : answer.delivered()) {
            around.console()
                    .print("delivered " + delivery.binding() + " (" + delivery.role() + "): "
                            + String.join(", ", delivery.files()));
        }
        return Changes.code(answer.findings()).number();
    }
}
