package dev.postern.control.store;

import dev.postern.kernel.secret.Secret;
import java.time.Duration;

/**
 * Where the store is.
 *
 * @param host a name or an IP literal without brackets
 * @param connections the most that are open at once
 * @param patience how long to wait for the server when starting
 */
public record StoreSettings(
        String host, int port, String database, String user, Secret password, int connections, Duration patience) {
    /** For the store on this machine. */
    public static StoreSettings local(int port, Secret password) {
        return new StoreSettings("127.0.0.1", port, "postern", "postern", password, 4, Duration.ofSeconds(15));
    }
}
