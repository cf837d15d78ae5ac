package dev.postern.model;

import dev.postern.kernel.problem.Place;
import dev.postern.model.problem.ManifestCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code inRoles}: PostgreSQL refuses circles, and a role that is to go takes its members' rights along. */
final class Memberships {
    private final World world;

    Memberships(World world) {
        this.world = world;
    }

    private record Edge(String to, Optional<Place> place) {}

    void check() {
        Map<String, Map<String, List<Edge>>> clusters = new LinkedHashMap<>();
        Map<String, Set<String>> leaving = new HashMap<>();
        for (World.Role each : world.roles()) {
            String cluster = each.database().cluster();
            DatabaseRole role = each.role();
            if (role.ensure() == Ensure.ABSENT) {
                leaving.computeIfAbsent(cluster, _ -> new HashSet<>()).add(role.name());
            }
            List<Edge> edges = clusters.computeIfAbsent(cluster, _ -> new LinkedHashMap<>())
                    .computeIfAbsent(role.name(), _ -> new ArrayList<>());
            for (int i = 0; i < role.inRoles().size(); i++) {
                edges.add(new Edge(role.inRoles().get(i), each.place("inRoles", i)));
            }
        }
        clusters.forEach((cluster, graph) ->
                graph.forEach((role, edges) -> absent(role, edges, leaving.getOrDefault(cluster, Set.of()))));
        rotated(clusters);
        clusters.values().forEach(this::circles);
    }

    /** The logins of a rotation are members of their role. */
    private void rotated(Map<String, Map<String, List<Edge>>> clusters) {
        for (Binding binding : world.all().bindings()) {
            if (binding.rotation() == Binding.Rotation.ALTERNATE) {
                world.database(binding.database())
                        .ifPresent(database -> binding.roles()
                                .forEach((purpose, role) -> List.of(role + "_a", role + "_b")
                                        .forEach(login -> clusters.computeIfAbsent(
                                                        database.cluster(), _ -> new LinkedHashMap<>())
                                                .computeIfAbsent(login, _ -> new ArrayList<>())
                                                .add(new Edge(role, world.place(binding, "spec", "roles", purpose))))));
            }
        }
    }

    private void absent(String role, List<Edge> edges, Set<String> leaving) {
        for (Edge edge : edges) {
            if (leaving.contains(edge.to()) && !leaving.contains(role)) {
                edge.place()
                        .ifPresent(place -> world.problem(
                                place,
                                ManifestCode.CONTRADICTION,
                                "role " + role + " is to be a member of " + edge.to() + ", which is to be absent",
                                "remove the membership, or keep " + edge.to()));
            }
        }
    }

    private void circles(Map<String, List<Edge>> graph) {
        Set<String> open = new TreeSet<>(graph.keySet());
        removeFree(graph, open);
        while (!open.isEmpty()) {
            List<Edge> path = new ArrayList<>();
            List<String> names = new ArrayList<>();
            String at = open.iterator().next();
            while (!names.contains(at)) {
                names.add(at);
                Edge next = graph.getOrDefault(at, List.of()).stream()
                        .filter(edge -> open.contains(edge.to()))
                        .findFirst()
                        .orElseThrow();
                path.add(next);
                at = next.to();
            }
            List<String> circle = new ArrayList<>(names.subList(names.indexOf(at), names.size()));
            List<Edge> edges = path.subList(names.indexOf(at), names.size());
            circle.add(at);
            edges.stream()
                    .flatMap(edge -> edge.place().stream())
                    .findFirst()
                    .ifPresent(place -> world.problem(
                            place,
                            ManifestCode.CONTRADICTION,
                            "roles are members of each other in a circle: " + String.join(" → ", circle),
                            "remove one of these from inRoles"));
            circle.forEach(open::remove);
            removeFree(graph, open);
        }
    }

    /** Whoever is a member of nobody that is left cannot be in a circle. */
    private static void removeFree(Map<String, List<Edge>> graph, Set<String> open) {
        boolean removed = true;
        while (removed) {
            removed = open.removeIf(
                    role -> graph.getOrDefault(role, List.of()).stream().noneMatch(edge -> open.contains(edge.to())));
        }
    }
}
