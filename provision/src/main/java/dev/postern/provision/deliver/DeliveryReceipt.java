package dev.postern.provision.deliver;

import java.nio.file.Path;
import java.util.List;

/** What was written for one binding. */
public record DeliveryReceipt(String binding, List<Delivered> delivered) {
    public DeliveryReceipt {
        delivered = List.copyOf(delivered);
    }

    /** @param files absolute paths */
    public record Delivered(String purpose, String role, List<Path> files) {
        public Delivered {
            files = List.copyOf(files);
        }
    }
}
