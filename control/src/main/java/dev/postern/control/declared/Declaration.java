package dev.postern.control.declared;

import dev.postern.access.Declared;
import dev.postern.access.Rules;
import dev.postern.model.AccessRule;
import dev.postern.model.Binding;
import dev.postern.model.Cluster;
import dev.postern.model.Database;
import dev.postern.model.DatabaseRole;
import dev.postern.model.DeclaredRole;
import dev.postern.model.Resource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** An immutable set of resources, one for each kind and name. */
public final class Declaration {
    private final Map<Key, Resource> resources;
    private final List<Database> databases;
    private final Rules rules;

    private Declaration(Map<Key, Resource> resources) {
        this.resources = resources;
        this.databases = DeclaredRole.joined(all(Database.class), all(DeclaredRole.class));
        this.rules = Rules.of(all(AccessRule.class), Declared.of(clusters(), databases));
    }

    /** What names a resource. */
    public record Key(String kind, String name) implements Comparable<Key> {
        public static Key of(Resource resource) {
            return new Key(resource.kind(), resource.metadata().name());
        }

        @Override
        public int compareTo(Key other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : name.compareTo(other.name);
        }

        @Override
        public String toString() {
            return kind + " " + name;
        }
    }

    public static Declaration of(Collection<? extends Resource> resources) {
        Map<Key, Resource> byKey = new TreeMap<>();
        resources.forEach(resource -> byKey.put(Key.of(resource), resource));
        return new Declaration(byKey);
    }

    /** With these added; one of the same kind and name is replaced. */
    public Declaration with(Collection<? extends Resource> changed) {
        Map<Key, Resource> merged = new LinkedHashMap<>(resources);
        changed.forEach(resource -> merged.put(Key.of(resource), resource));
        return of(merged.values());
    }

    /** Ordered by kind and name. */
    public List<Resource> resources() {
        return List.copyOf(resources.values());
    }

    public Optional<Resource> find(Key key) {
        return Optional.ofNullable(resources.get(key));
    }

    public List<Cluster> clusters() {
        return all(Cluster.class);
    }

    /** With the roles that have a document of their own; {@link #resources()} has them apart. */
    public List<Database> databases() {
        return databases;
    }

    public List<Binding> bindings() {
        return all(Binding.class);
    }

    public Rules rules() {
        return rules;
    }

    public Optional<Cluster> cluster(String name) {
        return find(new Key("Cluster", name)).map(Cluster.class::cast);
    }

    /** @param name its {@code metadata.name}, not the physical one */
    public Optional<Database> database(String name) {
        return databases.stream()
                .filter(database -> database.metadata().name().equals(name))
                .findFirst();
    }

    public List<Database> databasesOn(String cluster) {
        return databases().stream()
                .filter(database -> database.cluster().equals(cluster))
                .toList();
    }

    /** The cluster that a binding's database is on. */
    public Optional<Cluster> clusterOf(Binding binding) {
        return database(binding.database()).flatMap(database -> cluster(database.cluster()));
    }

    /** Whether some Database declares it as a role that logs in. Owners and administrators never are. */
    public boolean declaresLogin(String role) {
        return databases().stream()
                        .flatMap(database -> database.roles().stream())
                        .anyMatch(declared ->
                                declared.mayLogIn() && declared.name().equals(role))
                && !administers(role);
    }

    /** @param subject as rules spell it. @return whether a rule lets it in under this role, somewhere */
    public boolean allows(String subject, String role) {
        return declaresLogin(role) && rules.allowsPair(subject, Set.of(), role);
    }

    public Optional<DatabaseRole> role(Database database, DatabaseRole.Profile profile) {
        return database.roles().stream()
                .filter(role -> role.profile() == profile && role.mayLogIn())
                .findFirst();
    }

    private boolean administers(String role) {
        return clusters().stream()
                        .flatMap(cluster -> cluster.admin().stream())
                        .anyMatch(admin -> admin.user().equals(role))
                || databases().stream().anyMatch(database -> database.owner().equals(role));
    }

    private <T extends Resource> List<T> all(Class<T> type) {
        return resources.values().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
