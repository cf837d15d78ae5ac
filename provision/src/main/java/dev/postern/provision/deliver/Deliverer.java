package dev.postern.provision.deliver;

import dev.postern.model.Binding;
import java.time.InstantSource;

/** Plans and writes what consumers are given. */
public final class Deliverer {
    private final ClientCertificates certificates;
    private final InstantSource clock;

    public Deliverer(ClientCertificates certificates, InstantSource clock) {
        this.certificates = certificates;
        this.clock = clock;
    }

    public DeliveryPlan plan(Binding binding, Endpoint endpoint) {
        throw new UnsupportedOperationException(binding + " " + endpoint + clock + certificates);
    }

    public DeliveryReceipt apply(DeliveryPlan plan) {
        throw new UnsupportedOperationException(plan.toString());
    }
}
