package dev.postern.gateway.accept;

import dev.postern.kernel.problem.Problem;
import dev.postern.postgres.wire.StartupPacket.CancelRequest;

/** Who takes over what was accepted. Called on event loops: must not block. */
public interface Door {
    /** The client waits; nothing is read from it until the leg goes on. */
    void arrived(ClientLeg leg, Hello hello);

    /** Nothing is ever answered; {@code leg} is closed when this is done with. */
    void cancel(ClientLeg leg, CancelRequest request);

    /** It was refused before its session began. Told once for a leg, before the answer is written. */
    void turnedAway(ClientLeg leg, Problem problem);
}
