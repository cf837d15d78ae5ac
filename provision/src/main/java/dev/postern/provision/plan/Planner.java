package dev.postern.provision.plan;

import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.observe.Actual;

/** Compares. */
public final class Planner {
    private Planner() {}

    public static Plan plan(DesiredServer desired, Actual actual) {
        throw new UnsupportedOperationException(desired + " " + actual);
    }
}
