package dev.postern.control.store;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.HostPort;
import java.time.Duration;

/**
 * Where the store is.
 *
 * @param connections the most that are open at once
 * @param patience how long to wait for the server when starting
 */
public record StoreSettings(
        HostPort address, String database, String user, Secret password, int connections, Duration patience) {
    private static final int CONNECTIONS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** For the store on this machine: database and user are both {@code postern}. */
    public static StoreSettings local(int port, Secret password) {
        return new StoreSettings(
                new HostPort("127.0.0.1", port), "postern", "postern", password, CONNECTIONS, PATIENCE);
    }
}
