package dev.postern.api;

import java.util.List;

/**
 * What was done.
 *
 * @param steps that were carried out; those already true are not here
 * @param findings what was left as it is and should be known
 * @param delivered what bindings wrote
 * @param version of the state that gateways have from now on
 */
public record ApplyAnswer(
        List<PlanAnswer.ResourceChange> resources,
        List<PlanAnswer.Step> steps,
        List<PlanAnswer.Finding> findings,
        List<Delivery> delivered,
        long version) {
    /** @param files absolute paths */
    public record Delivery(String binding, String role, List<String> files) {}
}
