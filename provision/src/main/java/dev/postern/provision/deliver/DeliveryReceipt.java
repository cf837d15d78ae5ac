package dev.postern.provision.deliver;

import java.nio.file.Path;
import java.util.List;

/** What was written for one binding. */
public record DeliveryReceipt(String binding, List<Delivered> delivered) {
    public DeliveryReceipt {
        delivered = List.copyOf(delivered);
    }

    /**
     * What was written to one target.
     *
     * @param files absolute paths; none if it is no file
     */
    public record Delivered(DeliveryPlan.Target target, String purpose, String role, List<Path> files) {
        public Delivered {
            files = List.copyOf(files);
        }
    }
}
