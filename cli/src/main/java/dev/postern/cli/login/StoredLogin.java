package dev.postern.cli.login;

import java.time.Instant;
import java.util.List;

/**
 * A login on this disk, one for each entry.
 *
 * @param entry what the gateway calls it
 * @param service the section that was written for it; not the entry where the user has a section of that name
 * @param home of the Postern that issued the certificate
 * @param roles those that a rule allows, {@code user} first
 */
public record StoredLogin(
        String entry,
        String service,
        String home,
        String caller,
        String serial,
        Instant notAfter,
        String host,
        int port,
        String database,
        String user,
        List<String> roles) {
    public StoredLogin {
        roles = List.copyOf(roles);
    }

    public boolean isValid(Instant now) {
        return now.isBefore(notAfter);
    }
}
