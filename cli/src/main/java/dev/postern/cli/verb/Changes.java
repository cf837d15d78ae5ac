package dev.postern.cli.verb;

import dev.postern.api.PlanAnswer;
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

    /** @param how {@code done} or {@code would be done} */
    static String steps(List<PlanAnswer.Step> steps, String how) {
        if (steps.isEmpty()) {
            return "Nothing to change on any server.";
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            PlanAnswer.Step step = steps.get(i);
            text.append(i + 1)
                    .append(". ")
                    .append(step.cluster())
                    .append(step.database().isEmpty() ? "" : "/" + step.database())
                    .append(": ")
                    .append(step.sentence())
                    .append(step.destructive() ? " (destroys)" : "")
                    .append('\n');
            step.sql().forEach(sql -> text.append(sql.indent(5)));
        }
        return text.append(steps.size())
                .append(steps.size() == 1 ? " step " : " steps ")
                .append(how)
                .append('.')
                .toString();
    }

    static String findings(List<PlanAnswer.Finding> findings) {
        return String.join(
                "\n",
                findings.stream()
                        .map(finding -> (finding.blocking() ? "! " : "note: ") + finding.cluster() + ": "
                                + finding.what() + (finding.fix().isEmpty() ? "" : "\n  fix: " + finding.fix()))
                        .toList());
    }

    /** What was declared is not reached as long as any finding blocks. */
    static ExitCode code(List<PlanAnswer.Finding> findings) {
        return findings.stream().anyMatch(PlanAnswer.Finding::blocking) ? ExitCode.FAILED : ExitCode.DONE;
    }

    private static String sign(String action) {
        return switch (action) {
            case "create" -> "+";
            case "change" -> "~";
            default -> "=";
        };
    }
}
