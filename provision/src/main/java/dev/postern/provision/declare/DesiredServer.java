package dev.postern.provision.declare;

import dev.postern.model.Cluster;
import dev.postern.model.Database;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything declared for one cluster's server. A role belongs to the server: one that databases share is here once.
 *
 * @param roles owners, then groups, then declared ones, then alternates
 * @param callers whether somebody comes on behalf of others, through a gateway: only then does it matter that
 *     {@code postern.identity()} can be had
 */
public record DesiredServer(
        String cluster, List<DesiredRole> roles, List<DesiredDatabase> databases, Absent absent, boolean callers) {
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

    public DesiredServer withoutCallers() {
        return new DesiredServer(cluster, roles, databases, absent, false);
    }

    /** The names of the roles, and of those that they are, or may have been, to be members of. */
    public Set<String> roleNames() {
        Set<String> names = new LinkedHashSet<>();
        roles.forEach(role -> names.add(role.name()));
        roles.forEach(role -> names.addAll(role.inRoles()));
        databases.forEach(database -> names.addAll(database.groupNames().values()));
        return names;
    }
}
