package dev.postern.provision.prove;

import dev.postern.model.Binding.Auth;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.model.HostPort;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.connect.Transport;
import java.util.List;
import java.util.Optional;

/**
 * A binding as its consumer has it: where to, as whom, shown how.
 *
 * @param binding its name, for people
 * @param servers the primary first, then those that follow it
 * @param transport how the server is verified
 */
public record Bound(
        String binding,
        List<HostPort> servers,
        String database,
        Auth auth,
        Transport transport,
        List<Account> accounts) {
    public Bound {
        servers = List.copyOf(servers);
        accounts = List.copyOf(accounts);
    }

    /**
     * One purpose of it.
     *
     * @param login the role that logs in; {@code NAME_a} where {@code NAME}'s logins alternate
     * @param schema that a service owns
     * @param credential the right one; none where only the consumer itself has it, then it is proven that nobody gets in
     *     without one
     */
    public record Account(String login, Profile profile, Optional<String> schema, Credential credential) {}
}
