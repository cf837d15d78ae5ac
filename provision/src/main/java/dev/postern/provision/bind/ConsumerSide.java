package dev.postern.provision.bind;

import dev.postern.model.Binding;
import dev.postern.model.Cluster;
import dev.postern.model.Database;
import dev.postern.model.ResourceSet;
import dev.postern.provision.connect.Connections;
import dev.postern.provision.consumer.Endpoint;
import dev.postern.provision.deliver.Deliverer;
import dev.postern.provision.deliver.DeliveryReceipt;
import dev.postern.provision.deliver.Rendered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One binding with where it leads. */
record ConsumerSide(Binding binding, Database database, Cluster cluster, BindTools tools) {
    static List<ConsumerSide> of(ResourceSet declared, Set<String> clusters, BindTools tools) {
        List<ConsumerSide> sides = new ArrayList<>();
        for (Binding binding : declared.bindings()) {
            declared.database(binding.database())
                    .ifPresent(database -> declared.cluster(database.cluster())
                            .filter(cluster ->
                                    clusters.contains(cluster.metadata().name()))
                            .ifPresent(cluster -> sides.add(new ConsumerSide(binding, database, cluster, tools))));
        }
        return sides;
    }

    BindPlan.ConsumerPart plan() {
        Deliverer deliverer = deliverer();
        return new BindPlan.ConsumerPart(
                cluster, deliverer.plan(binding, endpoint(), Map.of()), deliverer.lines(binding, endpoint(), Map.of()));
    }

    DeliveryReceipt deliver(BindPlan.ConsumerPart part) {
        return deliverer().apply(part.plan());
    }

    /** Everything as text, without reading or asking anything. */
    Rendered render() {
        return deliverer().render(binding, endpoint(), Map.of());
    }

    private Endpoint endpoint() {
        return new Endpoint(
                cluster.primary(),
                cluster.standbys(),
                database.name(),
                Connections.serverAnchors(cluster),
                tools.clientAnchors());
    }

    private Deliverer deliverer() {
        return new Deliverer(tools.certificates(), tools.podman(), tools.clock());
    }
}
