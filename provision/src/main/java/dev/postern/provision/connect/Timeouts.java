package dev.postern.provision.connect;

import java.time.Duration;

/**
 * How long a login and what follows may take.
 *
 * @param connect for TCP, TLS and each answer during the login
 * @param answer for each later answer of the server; zero waits for ever
 */
public record Timeouts(Duration connect, Duration answer) {
    public static final Timeouts USUAL = new Timeouts(Duration.ofSeconds(10), Duration.ofMinutes(2));
}
