package dev.postern.access;

import dev.postern.model.Cluster;
import dev.postern.model.Database;
import dev.postern.model.DatabaseRole;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What there is to be reached: the databases that are declared, with the roles that each declares. An allowing rule's
 * {@code roles: ["*"]} means these and nothing else, so it never covers {@code postgres}.
 */
public final class Declared {
    private final List<Item> items;
    private final Map<String, Map<String, Set<String>>> roles;

    private Declared(List<Item> items) {
        this.items = List.copyOf(items);
        Map<String, Map<String, Set<String>>> byCluster = new HashMap<>();
        for (Item item : items) {
            byCluster
                    .computeIfAbsent(item.cluster(), _ -> new HashMap<>())
                    .merge(item.database(), item.roles(), Declared::union);
        }
        this.roles = byCluster;
    }

    /**
     * One database.
     *
     * @param database the physical name
     * @param roles that may be asked for there, without the owner
     */
    public record Item(String cluster, Map<String, String> clusterLabels, String database, Set<String> roles) {
        public Item {
            clusterLabels = Map.copyOf(clusterLabels);
            roles = Set.copyOf(roles);
        }
    }

    public static Declared none() {
        return new Declared(List.of());
    }

    public static Declared of(List<Item> items) {
        return new Declared(items);
    }

    /** A database whose cluster is not among them is left out: without labels it cannot be decided about. */
    public static Declared of(Collection<Cluster> clusters, Collection<Database> databases) {
        Map<String, Map<String, String>> labels = clusters.stream()
                .collect(Collectors.toMap(
                        cluster -> cluster.metadata().name(),
                        cluster -> cluster.metadata().labels(),
                        (first, _) -> first));
        return new Declared(databases.stream()
                .filter(database -> labels.containsKey(database.cluster()))
                .map(database -> new Item(
                        database.cluster(),
                        labels.getOrDefault(database.cluster(), Map.of()),
                        database.name(),
                        database.roles().stream().map(DatabaseRole::name).collect(Collectors.toSet())))
                .toList());
    }

    public List<Item> items() {
        return items;
    }

    boolean declares(String cluster, String database, String role) {
        return rolesOf(cluster, database).contains(role);
    }

    Set<String> rolesOf(String cluster, String database) {
        return roles.getOrDefault(cluster, Map.of()).getOrDefault(database, Set.of());
    }

    private static Set<String> union(Set<String> left, Set<String> right) {
        return Stream.concat(left.stream(), right.stream()).collect(Collectors.toUnmodifiableSet());
    }
}
