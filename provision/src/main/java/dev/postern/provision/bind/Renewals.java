package dev.postern.provision.bind;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.provision.deliver.DeliveryPlan;
import dev.postern.provision.deliver.DeliveryReceipt;
import java.util.ArrayList;
import java.util.List;

/**
 * Which consumers were given new certificates.
 *
 * @param problems of bindings that could not be renewed; the others were
 */
public record Renewals(List<DeliveryReceipt> delivered, List<Problem> problems) {
    public Renewals {
        delivered = List.copyOf(delivered);
        problems = List.copyOf(problems);
    }

    // one that cannot be renewed keeps no other from it
    static Renewals of(List<ConsumerSide> consumers) {
        List<DeliveryReceipt> delivered = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (ConsumerSide consumer : consumers) {
            try {
                DeliveryPlan plan = consumer.plan(consumer.delivered()).plan();
                if (plan.changes().stream().anyMatch(DeliveryPlan.Change::newCertificate)) {
                    delivered.add(consumer.deliver(plan));
                }
            } catch (ProblemException refused) {
                problems.addAll(refused.problems());
            }
        }
        return new Renewals(delivered, problems);
    }
}
