package dev.postern.provision.deliver;

import dev.postern.model.Binding;
import dev.postern.provision.consumer.Login;
import dev.postern.provision.plan.Finding;
import dev.postern.provision.plan.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What has to be written for one binding; empty when everything is there, right and not about to expire. */
public final class DeliveryPlan {
    private final Order order;
    private final Materials materials;
    private final List<Change> changes;
    private final List<Finding> findings;

    DeliveryPlan(Order order, Materials materials, List<Change> changes, List<Finding> findings) {
        this.order = order;
        this.materials = materials;
        this.changes = List.copyOf(changes);
        this.findings = List.copyOf(findings);
    }

    /**
     * Something that is written anew as a whole, because its parts belong together.
     *
     * @param purpose what the binding calls the role's use, such as {@code application}; empty if it is for all of them
     * @param role the roles that use it, by commas
     * @param reasons for example {@code client.crt expires in 2 h}
     * @param newCertificate whether a certificate is issued for it
     */
    public record Change(Target target, String purpose, String role, List<String> reasons, boolean newCertificate) {
        public Change {
            reasons = List.copyOf(reasons);
        }
    }

    /** What is written. */
    public sealed interface Target {
        /** Files of a folder. */
        record Folder(Path folder) implements Target {
            @Override
            public String toString() {
                return folder.toString();
            }
        }

        /** A file of manifests. */
        record Manifest(Path file) implements Target {
            @Override
            public String toString() {
                return file.toString();
            }
        }

        /** A secret of Podman. */
        record PodmanSecret(String name) implements Target {
            @Override
            public String toString() {
                return "the Podman secret " + name;
            }
        }
    }

    public Binding binding() {
        return order.binding();
    }

    /** As whom its consumer will log in, by purpose. */
    public Map<String, Login> logins() {
        return order.logins();
    }

    /** What its roles log in as with a password; none if they show certificates only. */
    public Set<String> users() {
        return order.binding().auth().usesPassword()
                ? order.logins().values().stream().map(Login::user).collect(Collectors.toSet())
                : Set.of();
    }

    public List<Change> changes() {
        return changes;
    }

    /** What works otherwise than it looks; nothing that blocks, which is refused while planning. */
    public List<Finding> findings() {
        return findings;
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    Materials materials() {
        return materials;
    }

    Order order() {
        return order;
    }

    /** For showing beside the server's steps. */
    public List<Step> steps() {
        return changes.stream()
                .map(change -> new Step(
                        "deliver " + change.role() + " to " + change.target() + ": "
                                + String.join("; ", change.reasons()),
                        Step.Side.CONSUMER,
                        Optional.empty(),
                        List.of(),
                        true,
                        false))
                .toList();
    }
}
