package dev.postern.provision.bind;

import dev.postern.model.Cluster;
import dev.postern.provision.consumer.AccessLines;
import dev.postern.provision.deliver.DeliveryPlan;
import dev.postern.provision.plan.Plan;
import java.util.List;

/**
 * What would be done on both sides, in that order: servers, then consumers, then passwords on servers of roles that log in
 * already.
 */
public record BindPlan(List<ServerPart> servers, List<ConsumerPart> consumers) {
    public BindPlan {
        servers = List.copyOf(servers);
        consumers = List.copyOf(consumers);
    }

    /**
     * What would be done on the server of one cluster.
     *
     * @param plan before its consumers are given anything
     * @param after when they have been
     */
    public record ServerPart(Cluster cluster, Plan plan, Plan after) {
        boolean isEmpty() {
            return plan.isEmpty() && after.isEmpty();
        }
    }

    /**
     * What one binding's consumer would be given.
     *
     * @param lines that admit it, for the server's rules files
     */
    public record ConsumerPart(Cluster cluster, DeliveryPlan plan, AccessLines lines) {}

    /** Whether nothing would be done. */
    public boolean isEmpty() {
        return servers.stream().allMatch(ServerPart::isEmpty)
                && consumers.stream().allMatch(part -> part.plan().isEmpty());
    }
}
