package dev.postern.cli.verb;

import dev.postern.api.Manifests;
import dev.postern.api.PlanAnswer;
import dev.postern.api.Route;
import dev.postern.cli.terminal.ExitCode;
import dev.postern.kernel.settings.Suggestion;
import dev.postern.provision.bind.Answers;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "with --sql: the script of this cluster alone, when the files change several")
    @Nullable
    String cluster;

    Plan(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    @Override
    public Integer call() {
        if (cluster != null && !sql) {
            throw new CliException(
                    CliCode.USAGE, "--cluster chooses a script of --sql", "say --sql too, or leave it out");
        }
        if (sql && globals.json) {
            throw new CliException(
                    CliCode.USAGE,
                    "--sql prints a script and --json an answer",
                    "say one of the two; the statements are in the answer, too: steps[].sql");
        }
        Manifests manifests = files.read(around);
        PlanAnswer answer = files.carriedOut(
                globals, around, control -> control.ask(Route.PLAN, manifests), here -> here.plan(manifests));
        if (sql) {
            around.console().print(script(answer));
            long left = answer.steps().stream()
                    .filter(step -> step.side().equals(PlanAnswer.CONSUMER))
                    .count();
            if (left > 0) {
                around.console()
                        .note("note: " + left + (left == 1 ? " delivery" : " deliveries")
                                + " to consumers cannot be in a script: postern apply does what is left after it,"
                                + " postern render --output writes the files");
            }
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

    private String script(PlanAnswer answer) {
        String chosen = cluster;
        if (chosen == null) {
            return Answers.script(answer);
        }
        Set<String> known = new TreeSet<>();
        answer.steps().forEach(step -> known.add(step.cluster()));
        answer.resources().stream()
                .filter(resource -> resource.kind().equals("Cluster"))
                .forEach(resource -> known.add(resource.name()));
        if (!known.contains(chosen)) {
            throw new CliException(
                    CliCode.USAGE,
                    "these files neither declare nor change a Cluster " + chosen + Suggestion.phrase(chosen, known),
                    known.isEmpty() ? "leave --cluster out" : "name one of: " + String.join(", ", known));
        }
        return Answers.script(answer, chosen);
    }

    private ExitCode code(PlanAnswer answer) {
        ExitCode code = Changes.code(answer.findings());
        boolean changes =
                !answer.steps().isEmpty() || !Changes.anew(answer.resources()).isEmpty();
        return code == ExitCode.DONE && exitCode && changes ? ExitCode.CHANGES : code;
    }
}
