package dev.postern.provision.observe;

import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.declare.DesiredServer;

/** Looks at a server. Changes nothing. */
public final class Observer {
    private Observer() {}

    /**
     * @param adminDatabase the database to see roles and databases from, for example {@code postgres}
     * @throws dev.postern.provision.problem.ProvisionException when the server is away or refuses
     */
    public static Actual observe(DatabaseConnector admin, String adminDatabase, DesiredServer desired) {
        throw new UnsupportedOperationException(adminDatabase + desired + admin);
    }
}
