package dev.postern.provision.bind;

import dev.postern.model.Cluster;
import dev.postern.provision.consumer.AccessLines;
import dev.postern.provision.deliver.DeliveryPlan;
import dev.postern.provision.plan.Plan;
import java.util.List;

/**
 * What would be done on both sides; {@link Stages} has the order.
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
     * @param after passwords of roles that log in already, each when its consumers have been given it
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
