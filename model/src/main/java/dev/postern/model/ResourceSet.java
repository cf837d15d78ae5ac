package dev.postern.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Resources that belong together, each kind and name once. One that comes from {@link ManifestReader} is closed: what a
 * resource refers to is in it, or in what was applied before.
 */
public record ResourceSet(List<Resource> resources) {
    public ResourceSet {
        resources = List.copyOf(resources);
    }

    public static ResourceSet empty() {
        return new ResourceSet(List.of());
    }

    public List<Cluster> clusters() {
        return of(Cluster.class);
    }

    /** Each with the roles that a {@link DeclaredRole} adds to it. */
    public List<Database> databases() {
        return DeclaredRole.joined(of(Database.class), of(DeclaredRole.class));
    }

    public List<Binding> bindings() {
        return of(Binding.class);
    }

    public List<AccessRule> rules() {
        return of(AccessRule.class);
    }

    public Optional<Cluster> cluster(String name) {
        return named(Cluster.class, name);
    }

    /** @param name {@code metadata.name}, not the physical one */
    public Optional<Database> database(String name) {
        return databases().stream()
                .filter(database -> database.metadata().name().equals(name))
                .findFirst();
    }

    public Optional<Binding> binding(String name) {
        return named(Binding.class, name);
    }

    public Optional<AccessRule> rule(String name) {
        return named(AccessRule.class, name);
    }

    /** This with the other's resources added; of two with the same kind and name the other's. */
    public ResourceSet overlaidWith(ResourceSet other) {
        Map<String, Resource> all = new LinkedHashMap<>();
        List<Resource> both = new ArrayList<>(resources);
        both.addAll(other.resources);
        both.forEach(
                resource -> all.put(resource.kind() + "/" + resource.metadata().name(), resource));
        return new ResourceSet(List.copyOf(all.values()));
    }

    private <R extends Resource> List<R> of(Class<R> type) {
        return resources.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private <R extends Resource> Optional<R> named(Class<R> type, String name) {
        return of(type).stream()
                .filter(resource -> resource.metadata().name().equals(name))
                .findFirst();
    }
}
