package dev.postern.provision.deliver;

import dev.postern.kernel.problem.Problem;
import dev.postern.model.Binding.Delivery;
import dev.postern.provision.consumer.Content;
import dev.postern.provision.consumer.Contract;
import dev.postern.provision.consumer.Item;
import dev.postern.provision.problem.ProvisionCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** The contract of an order, for each of its folders, and whether it has something for every target. */
final class Contracts {
    private Contracts() {}

    static List<Contract> ofAll(Order order) {
        List<Path> folders = Deliverer.folders(order.binding());
        return folders.isEmpty()
                ? List.of(any(order))
                : folders.stream().map(order::contract).toList();
    }

    /** For what does not depend on a folder. */
    static Contract any(Order order) {
        return order.contract(order.access().folder());
    }

    /** Without what no target is declared for. */
    static Contract delivered(Order order, Contract contract) {
        List<Delivery> targets = order.binding().deliver();
        return new Contract(
                contract.items().stream()
                        .filter(item -> targets.isEmpty()
                                || switch (item) {
                                    case Item.File _ -> has(targets, Delivery.Directory.class);
                                    case Item.PodmanSecret _ -> has(targets, Delivery.PodmanSecrets.class);
                                    case Item.Manifest _ -> has(targets, Delivery.KubernetesManifest.class);
                                    case Item.Print _ -> true;
                                })
                        .toList(),
                contract.findings());
    }

    private static boolean has(List<Delivery> targets, Class<? extends Delivery> kind) {
        return targets.stream().anyMatch(kind::isInstance);
    }

    static List<Problem> sinks(Order order, Materials materials, SortedSet<String> purposes) {
        Contract contract = any(order);
        List<Problem> problems = new ArrayList<>();
        for (Delivery delivery : order.binding().deliver()) {
            switch (delivery) {
                case Delivery.Directory _ -> require(order, !contract.files().isEmpty(), "files", problems);
                case Delivery.PodmanSecrets _ ->
                    require(order, !contract.podmanSecrets().isEmpty(), "Podman secrets", problems);
                case Delivery.KubernetesManifest _ -> {
                    require(order, !contract.manifests().isEmpty(), "Kubernetes manifests", problems);
                    boolean certificates = contract.manifests().stream()
                            .map(Item.Manifest::data)
                            .anyMatch(data -> data.values().stream().anyMatch(Content.Chain.class::isInstance));
                    boolean issued = purposes.stream()
                            .anyMatch(purpose -> materials.given(purpose).isEmpty());
                    if (certificates && issued && order.binding().directories().isEmpty()) {
                        problems.add(problem(
                                order,
                                "a certificate that is issued here needs a folder, because what it is renewed by is read"
                                        + " there",
                                "add a {directory: PATH} to deliver, or name sslcert and sslkey in credentials"));
                    }
                }
            }
        }
        return problems;
    }

    private static void require(Order order, boolean there, String what, List<Problem> problems) {
        if (!there) {
            problems.add(problem(
                    order,
                    "the consumer " + order.binding().consumer() + " is given no " + what + " with these options",
                    "remove that target from deliver"
                            + (what.startsWith("Kubernetes") ? ", or use the consumer service-binding" : "")));
        }
    }

    private static Problem problem(Order order, String what, String fix) {
        return Problem.of(ProvisionCode.NOT_ENFORCEABLE, "Binding " + order.name() + ": " + what, fix);
    }
}
