package dev.postern.provision.deliver;

import dev.postern.model.Binding;
import dev.postern.provision.plan.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What has to be written for one binding; empty when every file is there, right and not about to expire. */
public record DeliveryPlan(Binding binding, Endpoint endpoint, List<Change> changes) {
    public DeliveryPlan {
        changes = List.copyOf(changes);
    }

    /**
     * A folder of one role that is written anew as a whole, because certificate and key belong together.
     *
     * @param purpose what the binding calls the role's use, such as {@code application}
     * @param reasons for example {@code client.crt expires in 2 h}
     */
    public record Change(Path folder, String purpose, String role, List<String> reasons, boolean newCertificate) {
        public Change {
            reasons = List.copyOf(reasons);
        }
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** For showing beside the server's steps. */
    public List<Step> steps() {
        return changes.stream()
                .map(change -> new Step(
                        "deliver " + change.role() + " to " + change.folder() + ": "
                                + String.join("; ", change.reasons()),
                        Step.Side.CONSUMER,
                        Optional.empty(),
                        List.of(),
                        true,
                        false))
                .toList();
    }
}
