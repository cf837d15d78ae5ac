package dev.postern.provision.bind;

import dev.postern.kernel.problem.Problem;
import dev.postern.model.Cluster;
import dev.postern.provision.consumer.AccessLines;
import dev.postern.provision.deliver.DeliveryPlan;
import dev.postern.provision.plan.Finding;
import dev.postern.provision.plan.Plan;
import dev.postern.provision.plan.Step;
import dev.postern.provision.problem.ProvisionCode;
import java.util.List;

/** What would be done on both sides, in that order: servers, then consumers. */
public record BindPlan(List<ServerPart> servers, List<ConsumerPart> consumers) {
    public BindPlan {
        servers = List.copyOf(servers);
        consumers = List.copyOf(consumers);
    }

    /** What would be done on the server of one cluster. */
    public record ServerPart(Cluster cluster, Plan plan) {}

    /**
     * What one binding's consumer would be given.
     *
     * @param lines that admit it, for the server's rules files
     */
    public record ConsumerPart(Cluster cluster, DeliveryPlan plan, AccessLines lines) {}

    /** Whether nothing would be done. */
    public boolean isEmpty() {
        return servers.stream().allMatch(part -> part.plan().isEmpty())
                && consumers.stream().allMatch(part -> part.plan().isEmpty());
    }

    /** The steps that lose something, with the cluster that they are on. */
    public List<String> destructive() {
        return servers.stream()
                .flatMap(part -> part.plan().steps().stream()
                        .filter(Step::destructive)
                        .map(step -> part.cluster().metadata().name()
                                + step.database()
                                        .map(database -> "/" + database)
                                        .orElse("") + ": " + step.title()))
                .toList();
    }

    /** What keeps it from being carried out: something declared would not be reached. */
    public List<Problem> blocking() {
        return servers.stream()
                .flatMap(part -> part.plan().findings().stream()
                        .filter(finding -> finding.severity() == Finding.Severity.BLOCKING)
                        .map(finding -> Problem.of(
                                ProvisionCode.BLOCKED,
                                "Cluster " + part.cluster().metadata().name() + ": " + finding.what(),
                                finding.fix())))
                .toList();
    }
}
