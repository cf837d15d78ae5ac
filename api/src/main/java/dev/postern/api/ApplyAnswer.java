package dev.postern.api;

import java.util.List;

/**
 * What was done.
 *
 * @param steps that were carried out; those already true are not here
 * @param findings what was left as it is and should be known
 * @param texts what somebody else has to put somewhere
 * @param delivered what bindings wrote
 * @param next what somebody has to do so that consumers can use it, besides putting the texts where they belong
 * @param version of the state that gateways have from now on; 0 where there is none, and when a problem stopped it
 * @param problems what stopped it before everything was done; empty otherwise. The next plan has what is left
 */
public record ApplyAnswer(
        List<PlanAnswer.ResourceChange> resources,
        List<PlanAnswer.Step> steps,
        List<PlanAnswer.Finding> findings,
        List<PlanAnswer.Text> texts,
        List<Delivery> delivered,
        List<String> next,
        long version,
        List<ProblemReport.Item> problems) {
    public ApplyAnswer(
            List<PlanAnswer.ResourceChange> resources,
            List<PlanAnswer.Step> steps,
            List<PlanAnswer.Finding> findings,
            List<Delivery> delivered,
            long version) {
        this(resources, steps, findings, List.of(), delivered, List.of(), version, List.of());
    }

    /** @param files absolute paths, and names of what is no file */
    public record Delivery(String binding, String role, List<String> files) {}
}
