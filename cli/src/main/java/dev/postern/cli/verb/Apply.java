package dev.postern.cli.verb;

import dev.postern.api.ApplyAnswer;
import dev.postern.api.Manifests;
import dev.postern.api.Route;
import dev.postern.cli.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "apply",
        header = "Make what these files declare true; what already is true is left alone.",
        description =
                "Servers first, then consumers. May be interrupted at any time: what was done is kept, and the next"
                        + " plan has what is left. Ends with 1 when not everything could be done.")
final class Apply implements Callable<Integer> {
    private final Globals globals;
    private final Surroundings around;

    @Mixin
    final BindFiles files = new BindFiles();

    @Option(names = "--allow-destroy", description = "drop what is declared with ensure: absent")
    boolean allowDestroy;

    Apply(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    @Override
    public Integer call() {
        Manifests read = files.read(around);
        Manifests manifests = allowDestroy ? read.allowingDestruction() : read;
        DoneSteps steps = new DoneSteps(around.console(), globals.json);
        ApplyAnswer answer;
        try (Interruption _ = Interruption.saying(steps::interrupted)) {
            answer = files.carriedOut(
                    globals,
                    around,
                    control -> {
                        steps.elsewhere();
                        return control.ask(Route.APPLY, manifests);
                    },
                    here -> {
                        steps.here();
                        return here.apply(manifests, steps);
                    });
        }
        if (globals.json) {
            around.console().json(answer);
        } else {
            steps.answered(answer);
        }
        return (answer.problems().isEmpty() ? Changes.code(answer.findings()) : ExitCode.FAILED).number();
    }
}
