package dev.postern.provision.declare;

import dev.postern.model.Cluster;
import dev.postern.model.Database;
import java.util.Collection;
import java.util.List;

/** Everything declared for one cluster's server. A role belongs to the server: one that databases share is here once. */
public record DesiredServer(String cluster, List<DesiredRole> roles, List<DesiredDatabase> databases) {
    public DesiredServer {
        roles = List.copyOf(roles);
        databases = List.copyOf(databases);
    }

    /**
     * Takes the databases that are on this cluster; ignores the others.
     *
     * @throws dev.postern.provision.problem.ProvisionException with every problem of all of them
     */
    public static DesiredServer of(Cluster cluster, Collection<Database> databases) {
        return of(cluster, databases, Logins.NONE);
    }

    /**
     * The same with what is decided about logins.
     *
     * @throws dev.postern.provision.problem.ProvisionException with every problem of all of them
     */
    public static DesiredServer of(Cluster cluster, Collection<Database> databases, Logins logins) {
        String name = cluster.metadata().name();
        return new Declarations(name, logins)
                .read(databases.stream()
                        .filter(database -> database.cluster().equals(name))
                        .toList());
    }
}
