package dev.postern.provision.apply;

import dev.postern.kernel.problem.Problem;
import dev.postern.provision.apply.ApplySettings.Destruction;
import dev.postern.provision.plan.Finding;
import dev.postern.provision.plan.Plan;
import dev.postern.provision.plan.Step;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.util.ArrayList;
import java.util.List;

/** Why nothing of a plan is done. */
final class Refusals {
    private Refusals() {}

    static void check(Plan plan, Destruction destruction) {
        List<Problem> problems = new ArrayList<>();
        for (Finding finding : plan.findings()) {
            if (finding.severity() == Finding.Severity.BLOCKING) {
                problems.add(Problem.of(ProvisionCode.BLOCKED, finding.what(), finding.fix()));
            }
        }
        if (destruction == Destruction.REFUSED) {
            for (Step step : plan.steps()) {
                if (step.destructive()) {
                    problems.add(Problem.of(
                            ProvisionCode.DESTRUCTION_NOT_ALLOWED,
                            "\"" + step.title() + "\" destroys something, so nothing was done",
                            "look at the plan; if it is what you want, say --allow-destroy"));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new ProvisionException(problems);
        }
    }
}
