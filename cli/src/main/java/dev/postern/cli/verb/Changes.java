package dev.postern.cli.verb;

import dev.postern.api.PlanAnswer;
import dev.postern.api.ProveAnswer;
import dev.postern.cli.terminal.ExitCode;
import java.util.List;

/** A plan in words. */
final class Changes {
    private Changes() {}

    static String resources(List<PlanAnswer.ResourceChange> resources) {
        return String.join(
                "\n",
                resources.stream()
                        .map(change -> sign(change.action()) + " " + change.kind() + "/" + change.name())
                        .toList());
    }

    /** Server part, consumer part, findings, what somebody else has to do. */
    static String plan(PlanAnswer plan) {
        StringBuilder text = new StringBuilder();
        part(text, plan.steps(), PlanAnswer.SERVER, "\nOn servers:\n");
        part(text, plan.steps(), PlanAnswer.CONSUMER, "\nFor consumers:\n");
        if (!text.isEmpty()) {
            plan.texts().forEach(each -> text.append('\n').append(text(each)).append('\n'));
        }
        if (!plan.findings().isEmpty()) {
            text.append('\n').append(findings(plan.findings())).append('\n');
        }
        return text.append(text.isEmpty() ? "" : "\n").append(lastLine(plan)).toString();
    }

    /** What apply would make of it, as it stands. */
    private static String lastLine(PlanAnswer plan) {
        int steps = plan.steps().size();
        String counted = steps + (steps == 1 ? " step" : " steps");
        long blocking =
                plan.findings().stream().filter(PlanAnswer.Finding::blocking).count();
        if (blocking > 0) {
            return (steps == 0 ? "Nothing can be done" : counted + ", none of which is done") + " as long as "
                    + (blocking == 1 ? "what is marked ! stays." : "the " + blocking + " findings marked ! stay.");
        }
        if (steps == 0) {
            long anew = anew(plan.resources()).size();
            return anew == 0
                    ? "Nothing to do."
                    : "Nothing to do on servers and for consumers; " + resources(anew) + " would be declared anew.";
        }
        long destroy =
                plan.steps().stream().filter(PlanAnswer.Step::destructive).count();
        return counted + " would be done" + (destroy == 0 ? "." : destroying(destroy, steps));
    }

    private static String destroying(long destroy, int steps) {
        return " by apply --allow-destroy, none without: "
                + (destroy == 1
                        ? "1 destroys."
                        : (destroy == steps ? "all" : Long.toString(destroy)) + " of them destroy.");
    }

    /** Those that a control plane did not know, or not like this: rules, too, which no server has a step for. */
    static List<PlanAnswer.ResourceChange> anew(List<PlanAnswer.ResourceChange> resources) {
        return resources.stream()
                .filter(change ->
                        change.action().equals("create") || change.action().equals("change"))
                .toList();
    }

    static String resources(long count) {
        return count + (count == 1 ? " resource" : " resources");
    }

    static String findings(List<PlanAnswer.Finding> findings) {
        return String.join(
                "\n",
                findings.stream()
                        .map(finding -> (finding.blocking() ? "! " : "note: ")
                                + (finding.cluster().isEmpty() ? "" : finding.cluster() + ": ")
                                + finding.what()
                                + (finding.fix().isEmpty() ? "" : "\n  fix: " + finding.fix()))
                        .toList());
    }

    /** What belongs somewhere that Postern does not write. */
    static String text(PlanAnswer.Text text) {
        return text.cluster() + ": " + text.title() + "\n"
                + text.text().stripTrailing().indent(5).stripTrailing();
    }

    /** What somebody has to do so that a proof holds. */
    static String mend(ProveAnswer.Mend mend) {
        return "fix: " + mend.what()
                + (mend.lines().isEmpty()
                        ? ""
                        : ":\n" + String.join("\n", mend.lines()).indent(5).stripTrailing());
    }

    /** What was declared is not reached as long as any finding blocks. */
    static ExitCode code(List<PlanAnswer.Finding> findings) {
        return findings.stream().anyMatch(PlanAnswer.Finding::blocking) ? ExitCode.FAILED : ExitCode.DONE;
    }

    /** {@code orders/flightctl: }. */
    static String place(PlanAnswer.Step step) {
        return step.cluster() + (step.database().isEmpty() ? "" : "/" + step.database()) + ": ";
    }

    // numbered through both parts, because that is the order
    private static void part(StringBuilder text, List<PlanAnswer.Step> steps, String side, String heading) {
        boolean first = true;
        for (int i = 0; i < steps.size(); i++) {
            PlanAnswer.Step step = steps.get(i);
            if (!step.side().equals(side)) {
                continue;
            }
            text.append(first ? heading : "")
                    .append(i + 1)
                    .append(". ")
                    .append(place(step))
                    .append(step.sentence())
                    .append(step.destructive() ? " (destroys)" : "")
                    .append('\n');
            step.sql().forEach(sql -> text.append(sql.indent(5)));
            first = false;
        }
    }

    private static String sign(String action) {
        return switch (action) {
            case "create" -> "+";
            case "change" -> "~";
            case "declared" -> "-";
            default -> "=";
        };
    }
}
