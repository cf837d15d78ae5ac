package dev.postern.provision.rotate;

import dev.postern.kernel.secret.Secret;
import java.util.Optional;

/** Where a role's password is delivered: every target of a Binding together. */
public interface Sink {
    /** What the consumer logs in with. */
    record Delivered(String user, Secret password) {}

    /** As the first target has it; empty when nothing was delivered yet. */
    Optional<Delivered> read();

    /**
     * To every target, in the same order each time; those that have it already are left alone. When it fails, some
     * targets have it and some do not.
     */
    void deliver(Delivered delivered);
}
