package dev.postern.provision.bind;

import dev.postern.kernel.problem.Problem;
import dev.postern.model.Cluster;
import dev.postern.provision.apply.Receipt;
import dev.postern.provision.deliver.DeliveryReceipt;
import java.util.List;

/**
 * What was done of a plan, in order.
 *
 * @param plan what was to be done
 * @param problems what stopped it; empty when everything was done. The next plan has what is left
 */
public record BindReceipt(BindPlan plan, List<Done> done, List<DeliveryReceipt> delivered, List<Problem> problems) {
    public BindReceipt {
        done = List.copyOf(done);
        delivered = List.copyOf(delivered);
        problems = List.copyOf(problems);
    }

    /** A step of one cluster's server and how long it took. */
    public record Done(Cluster cluster, Receipt.Done done) {}

    public boolean complete() {
        return problems.isEmpty();
    }
}
