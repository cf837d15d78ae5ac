package dev.postern.provision.plan;

import java.util.List;

/** The steps in the order in which they are done: the side that must accept before the side that presents. */
public record Plan(List<Step> steps, List<Finding> findings) {
    public Plan {
        steps = List.copyOf(steps);
        findings = List.copyOf(findings);
    }

    /** Whether nothing would be done. */
    public boolean isEmpty() {
        return steps.isEmpty();
    }
}
