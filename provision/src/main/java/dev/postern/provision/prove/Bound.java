package dev.postern.provision.prove;

import dev.postern.model.Binding.Auth;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.model.HostPort;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.connect.Transport;
import java.util.List;

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
     * @param open schemas that it has to be able to make tables in
     * @param closed schemas that it must not make any in
     * @param credential the right one; none where only the consumer itself has it, then it is proven that nobody gets in
     *     without one
     */
    public record Account(
            String login, Profile profile, List<String> open, List<String> closed, Credential credential) {
        public Account {
            open = List.copyOf(open);
            closed = List.copyOf(closed);
        }
    }
}
