package dev.postern.model;

import dev.postern.model.problem.ManifestCode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Where Bindings deliver: what one puts down, another does not overwrite. */
final class DeliveryTargets {
    /** Consumers whose secrets have the same names in each Binding. */
    private static final Set<String> FIXED_NAMES = Set.of("flight-control");

    private final World world;
    private final Map<Target, Binding> first = new HashMap<>();

    DeliveryTargets(World world) {
        this.world = world;
    }

    /** What cannot be filled twice. */
    private sealed interface Target {
        String says();

        record Folder(Path path) implements Target {
            @Override
            public String says() {
                return "the folder " + path + " is";
            }
        }

        record Manifest(Path file) implements Target {
            @Override
            public String says() {
                return "the manifest " + file + " is";
            }
        }

        /** @param owner the consumer whose names they have, or the Binding that they are named after */
        record Podman(String owner) implements Target {
            @Override
            public String says() {
                return "Podman's secrets for " + owner + " are";
            }
        }
    }

    void check() {
        // what was applied before and is not declared anew keeps its targets
        world.all().bindings().stream()
                .filter(binding -> world.place(binding).isEmpty())
                .forEach(binding ->
                        binding.deliver().forEach(each -> first.putIfAbsent(target(binding, each), binding)));
        for (ManifestReader.Bound each : world.fresh()) {
            if (each.resource() instanceof Binding mine) {
                for (int i = 0; i < mine.deliver().size(); i++) {
                    check(each, mine, i);
                }
            }
        }
    }

    private void check(ManifestReader.Bound document, Binding mine, int index) {
        Binding.Delivery delivery = mine.deliver().get(index);
        Target target = target(mine, delivery);
        Binding other = first.putIfAbsent(target, mine);
        if (other != null) {
            world.problem(
                    document.place("spec", "deliver", index, field(delivery)),
                    ManifestCode.CONTRADICTION,
                    target.says() + " also filled by "
                            + (World.isSame(other, mine)
                                    ? "this Binding again"
                                    : "Binding " + other.metadata().name()),
                    "give each its own");
        }
    }

    private static String field(Binding.Delivery delivery) {
        return switch (delivery) {
            case Binding.Delivery.Directory _ -> "directory";
            case Binding.Delivery.PodmanSecrets _ -> "podmanSecrets";
            case Binding.Delivery.KubernetesManifest _ -> "kubernetesManifest";
        };
    }

    private static Target target(Binding binding, Binding.Delivery delivery) {
        return switch (delivery) {
            case Binding.Delivery.Directory(Path path) -> new Target.Folder(path);
            case Binding.Delivery.KubernetesManifest(Path file) -> new Target.Manifest(file);
            case Binding.Delivery.PodmanSecrets() ->
                new Target.Podman(
                        FIXED_NAMES.contains(binding.consumer())
                                ? binding.consumer()
                                : "Binding " + binding.metadata().name());
        };
    }
}
