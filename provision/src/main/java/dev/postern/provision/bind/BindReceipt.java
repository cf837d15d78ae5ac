package dev.postern.provision.bind;

import dev.postern.kernel.problem.Problem;
import dev.postern.model.Cluster;
import dev.postern.provision.apply.Receipt;
import dev.postern.provision.deliver.DeliveryReceipt;
import java.util.List;
import java.util.Set;

/**
 * What was done of a plan, in order.
 *
 * @param plan what was to be done
 * @param problems what stopped it; empty when everything was done. The next plan has what is left
 * @param admitted bindings that every server lets in with what their consumers have: nobody has to write lines for them
 */
public record BindReceipt(
        BindPlan plan, List<Done> done, List<DeliveryReceipt> delivered, List<Problem> problems, Set<String> admitted) {
    public BindReceipt {
        admitted = Set.copyOf(admitted);
        done = List.copyOf(done);
        delivered = List.copyOf(delivered);
        problems = List.copyOf(problems);
    }

    /** A step of one cluster's server and how long it took. */
    public record Done(Cluster cluster, Receipt.Done done) {}

    BindReceipt admitting(Set<String> bindings) {
        return new BindReceipt(plan, done, delivered, problems, bindings);
    }

    public boolean complete() {
        return problems.isEmpty();
    }
}
