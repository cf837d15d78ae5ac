package dev.postern.control.store;

import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;

/** The open store. */
public final class Store implements AutoCloseable {
    private Store() {}

    /** Connects, brings the schema up to date, and starts the pool. */
    public static Store open(StoreSettings settings) {
        throw new ControlException(ControlCode.STORE_AWAY, "no store on port " + settings.port(), "start it");
    }

    @Override
    public void close() {}
}
