package dev.postern.cli.verb;

import dev.postern.api.PlanAnswer;
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
                    .append('/')
                    .append(step.database())
                    .append(": ")
                    .append(step.sentence())
                    .append('\n');
            step.sql().forEach(sql -> text.append(sql.indent(5)));
        }
        return text.append(steps.size())
                .append(steps.size() == 1 ? " step " : " steps ")
                .append(how)
                .append('.')
                .toString();
    }

    private static String sign(String action) {
        return switch (action) {
            case "create" -> "+";
            case "change" -> "~";
            default -> "=";
        };
    }
}
