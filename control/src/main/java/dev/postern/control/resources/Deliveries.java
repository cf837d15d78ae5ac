package dev.postern.control.resources;

import dev.postern.api.ApplyAnswer;
import dev.postern.api.PlanAnswer;
import dev.postern.control.declared.Anchors;
import dev.postern.control.declared.Declaration;
import dev.postern.model.Binding;
import dev.postern.model.Cluster;
import dev.postern.model.Database;
import dev.postern.provision.consumer.Endpoint;
import dev.postern.provision.deliver.ClientCertificates;
import dev.postern.provision.deliver.Deliverer;
import dev.postern.provision.deliver.DeliveryPlan;
import dev.postern.provision.deliver.DeliveryReceipt;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The consumers' side: what the bindings on some clusters are given. */
final class Deliveries {
    private final Deliverer deliverer;
    private final List<X509Certificate> clientAnchors;

    Deliveries(ClientCertificates certificates, List<X509Certificate> clientAnchors, InstantSource clock) {
        this.deliverer = new Deliverer(certificates, clock);
        this.clientAnchors = clientAnchors;
    }

    List<PlanAnswer.Step> plan(Declaration declaration, Set<String> clusters) {
        List<PlanAnswer.Step> steps = new ArrayList<>();
        for (Target target : targets(declaration, clusters)) {
            steps.addAll(Servers.steps(target.cluster(), plan(target).steps()));
        }
        return steps;
    }

    List<ApplyAnswer.Delivery> apply(Declaration declaration, Set<String> clusters) {
        List<ApplyAnswer.Delivery> done = new ArrayList<>();
        for (Target target : targets(declaration, clusters)) {
            DeliveryPlan plan = plan(target);
            if (!plan.isEmpty()) {
                DeliveryReceipt receipt = deliverer.apply(plan);
                receipt.delivered()
                        .forEach(delivered -> done.add(new ApplyAnswer.Delivery(
                                receipt.binding(),
                                delivered.role(),
                                delivered.files().stream().map(Path::toString).toList())));
            }
        }
        return done;
    }

    private DeliveryPlan plan(Target target) {
        Endpoint endpoint = new Endpoint(
                target.cluster().primary(),
                target.cluster().standbys(),
                target.database().name(),
                Anchors.of(target.cluster()),
                clientAnchors);
        return deliverer.plan(target.binding(), endpoint);
    }

    private static List<Target> targets(Declaration declaration, Set<String> clusters) {
        List<Target> targets = new ArrayList<>();
        for (Binding binding : declaration.bindings()) {
            declaration
                    .database(binding.database())
                    .ifPresent(database -> declaration
                            .cluster(database.cluster())
                            .filter(cluster ->
                                    clusters.contains(cluster.metadata().name()))
                            .ifPresent(cluster -> targets.add(new Target(binding, database, cluster))));
        }
        return targets;
    }

    private record Target(Binding binding, Database database, Cluster cluster) {}
}
