package dev.postern.control;

import dev.postern.api.ApplyAnswer;
import dev.postern.api.Manifests;
import dev.postern.api.PlanAnswer;
import dev.postern.api.ProveAnswer;
import dev.postern.control.status.StatusSource;
import dev.postern.control.store.Store;
import dev.postern.gateway.GatewayState;
import dev.postern.gateway.SessionLog;
import dev.postern.gateway.UpstreamIssuer;
import dev.postern.model.HostPort;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * A running control plane. The gateway of the same process takes {@link #state()}, {@link #issuer()} and
 * {@link #sessionLog()}; everything else goes over the API on {@link #address()}.
 */
public final class Control implements AutoCloseable {
    private final HostPort address;

    private Control(HostPort address) {
        this.address = address;
    }

    /** The store must be open and the authorities initialised; listens when it returns. */
    public static Control start(
            ControlSettings settings, Store store, StatusSource machine, InstantSource clock, SecureRandom random) {
        throw new UnsupportedOperationException(settings + " " + machine + clock + random);
    }

    /** Where the API listens. */
    public HostPort address() {
        return address;
    }

    /** What gateways decide by, as of now. */
    public Supplier<GatewayState> state() {
        throw new UnsupportedOperationException();
    }

    public UpstreamIssuer issuer() {
        throw new UnsupportedOperationException();
    }

    public SessionLog sessionLog() {
        throw new UnsupportedOperationException();
    }

    public PlanAnswer plan(Manifests manifests) {
        throw new UnsupportedOperationException(manifests.toString());
    }

    public ApplyAnswer apply(Manifests manifests) {
        throw new UnsupportedOperationException(manifests.toString());
    }

    /** Runs every cell that the declared resources call for; needs a gateway that listens. */
    public ProveAnswer prove() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
