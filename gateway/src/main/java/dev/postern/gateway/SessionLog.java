package dev.postern.gateway;

/** Where the gateway tells what became of each connection. Called on event loops: must not block. */
@FunctionalInterface
public interface SessionLog {
    void record(SessionEvent event);
}
