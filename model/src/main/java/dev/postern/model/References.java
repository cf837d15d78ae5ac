package dev.postern.model;

import dev.postern.kernel.problem.Place;
import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.Problems;
import dev.postern.model.shape.Outcome;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Names that a resource gives for another: that it exists, and is of use there. A name whose resource is declared but
 * broken is not reported again.
 */
final class References {
    private final World world;
    private final Set<String> clusterNames = new TreeSet<>();
    private final Set<String> databaseNames = new TreeSet<>();
    private final Set<String> physicalNames = new TreeSet<>();
    private final Set<String> roleNames = new TreeSet<>();
    private final Set<String> staying = new TreeSet<>();

    References(World world) {
        this.world = world;
        world.all()
                .clusters()
                .forEach(cluster -> clusterNames.add(cluster.metadata().name()));
        for (Database database : world.databases()) {
            databaseNames.add(database.metadata().name());
            physicalNames.add(database.name());
            database.roles().forEach(role -> roleNames.add(role.name()));
            database.roles().stream()
                    .filter(role -> role.ensure() == Ensure.PRESENT)
                    .forEach(role -> staying.add(role.name()));
        }
    }

    void check() {
        for (ManifestReader.Bound each : world.fresh()) {
            switch (each.resource()) {
                case Cluster _ -> {}
                case Database database -> checkDatabase(each, database);
                case DeclaredRole role -> checkRole(each, role);
                case Binding binding -> checkBinding(each, binding);
                case AccessRule rule -> checkRule(each, rule);
            }
        }
        checkServers();
        checkPhysicalNames();
    }

    /** Two names for one server would be two namespaces of roles that are one. */
    private void checkServers() {
        Map<HostPort, Cluster> first = new HashMap<>();
        for (Cluster cluster : world.all().clusters()) {
            Cluster other = first.putIfAbsent(cluster.primary(), cluster);
            if (other != null) {
                world.contradiction(
                        world.place(cluster, "spec", "endpoints", "primary"),
                        world.place(other, "spec", "endpoints", "primary"),
                        "Cluster " + cluster.metadata().name() + " and Cluster "
                                + other.metadata().name() + " are the same server " + cluster.primary(),
                        "declare it once");
            }
        }
    }

    private void checkDatabase(ManifestReader.Bound each, Database database) {
        known(each.place("spec", "cluster"), "Cluster", database.cluster(), clusterNames);
        if (database.name().equals(database.metadata().name())) {
            derived(each, Names.database(database.name()));
        }
    }

    private void checkRole(ManifestReader.Bound each, DeclaredRole declared) {
        known(each.place("spec", "database"), "Database", declared.database(), databaseNames);
        if (declared.role().name().equals(declared.metadata().name())) {
            derived(each, Names.role(declared.role().name()));
        }
    }

    /** A name in PostgreSQL that was not given. */
    private void derived(ManifestReader.Bound each, Outcome<String> outcome) {
        String name = each.resource().metadata().name();
        world.derived(
                Optional.of(each.place("metadata", "name")),
                "the name of " + each.resource().kind() + " " + name + " in PostgreSQL",
                name,
                outcome,
                "choose another metadata.name, or give spec.name");
    }

    private void checkBinding(ManifestReader.Bound each, Binding binding) {
        if (!known(each.place("spec", "database"), "Database", binding.database(), databaseNames)) {
            return;
        }
        world.database(binding.database()).ifPresent(database -> {
            if (database.ensure() == Ensure.ABSENT) {
                world.problem(
                        each.place("spec", "database"),
                        ManifestCode.CONTRADICTION,
                        "Database " + binding.database() + " is bound here, and is to be absent",
                        "remove the Binding, or keep the database");
            }
            binding.roles()
                    .forEach((purpose, role) ->
                            checkBoundRole(each.place("spec", "roles", purpose), binding, database, purpose, role));
        });
    }

    private void checkBoundRole(Place place, Binding binding, Database database, String purpose, String role) {
        List<String> names = database.roles().stream().map(DatabaseRole::name).toList();
        Optional<DatabaseRole> declared = database.roles().stream()
                .filter(candidate -> candidate.name().equals(role))
                .findFirst();
        if (declared.isEmpty()) {
            if (!world.lost("DatabaseRole")) {
                world.problem(
                        place,
                        ManifestCode.UNRESOLVED,
                        "Database " + database.metadata().name() + " declares no role " + Problems.show(role)
                                + Problems.suggest(role, names),
                        names.isEmpty() ? "declare the role there" : "declared there: " + String.join(", ", names));
            }
        } else if (declared.get().ensure() == Ensure.ABSENT) {
            world.problem(
                    place,
                    ManifestCode.CONTRADICTION,
                    "role " + role + " is bound as " + purpose + ", and is to be absent",
                    "bind a role that stays, or keep this one");
        } else if (!declared.get().mayLogIn() && !othersLogIn(binding)) {
            world.problem(
                    place,
                    ManifestCode.CONTRADICTION,
                    "role " + role + " is bound as " + purpose + " but may not log in",
                    "bind a role that has login: true");
        }
    }

    // in turn, for the role, which itself need not be able to
    private static boolean othersLogIn(Binding binding) {
        return binding.rotation() == Binding.Rotation.ALTERNATE
                && binding.auth().usesPassword();
    }

    private void checkRule(ManifestReader.Bound each, AccessRule rule) {
        String effect = rule.effect() == AccessRule.Effect.DENY ? "deny" : "allow";
        List<String> clusters = rule.match().clusters().names();
        for (int i = 0; i < clusters.size(); i++) {
            if (!clusters.get(i).equals(AccessRuleTable.ANY)) {
                known(each.place("spec", effect, "clusters", "names", i), "Cluster", clusters.get(i), clusterNames);
            }
        }
        if (world.lost("Database") || world.lost("DatabaseRole")) {
            return; // what they would declare is not known
        }
        List<String> databases = rule.match().databases();
        for (int i = 0; i < databases.size(); i++) {
            if (!Set.of(AccessRuleTable.ANY, AccessRuleTable.REPLICATION).contains(databases.get(i))) {
                declared(each.place("spec", effect, "databases", i), "database", databases.get(i), physicalNames);
            }
        }
        // a role that replicates belongs to no Database
        boolean replicates = databases.contains(AccessRuleTable.REPLICATION);
        List<String> roles = rule.match().roles();
        for (int i = 0; i < roles.size(); i++) {
            if (!roles.get(i).equals(AccessRuleTable.ANY) && !replicates) {
                Place place = each.place("spec", effect, "roles", i);
                declared(place, "role", roles.get(i), roleNames);
                if (rule.effect() == AccessRule.Effect.ALLOW
                        && roleNames.contains(roles.get(i))
                        && !staying.contains(roles.get(i))) {
                    world.problem(
                            place,
                            ManifestCode.CONTRADICTION,
                            "role " + roles.get(i) + " is allowed here, and is to be absent",
                            "remove it from the rule, or keep the role");
                }
            }
        }
    }

    private boolean known(Place place, String kind, String name, Collection<String> names) {
        if (names.contains(name) || world.mayBeBroken(kind, name)) {
            return true;
        }
        world.problem(
                place,
                ManifestCode.UNRESOLVED,
                "there is no " + kind + " " + Problems.show(name) + Problems.suggest(name, names),
                "declare it in one of the files, or name one that is there");
        return false;
    }

    private void declared(Place place, String what, String name, Collection<String> names) {
        if (!names.contains(name)) {
            world.problem(
                    place,
                    ManifestCode.UNRESOLVED,
                    "no Database declares the " + what + " " + Problems.show(name) + Problems.suggest(name, names),
                    "declare it in a Database, or name one that is declared");
        }
    }

    private void checkPhysicalNames() {
        Map<Physical, List<Database>> same = world.databases().stream().collect(Collectors.groupingBy(Physical::of));
        for (ManifestReader.Bound each : world.fresh()) {
            if (each.resource() instanceof Database mine) {
                same.getOrDefault(Physical.of(mine), List.of()).stream()
                        .filter(other -> !World.isSame(other, mine))
                        .findFirst()
                        .ifPresent(other -> world.problem(
                                each.place("spec", "name"),
                                ManifestCode.CONTRADICTION,
                                "Database " + mine.metadata().name() + " and Database "
                                        + other.metadata().name() + " are the same database " + mine.name()
                                        + " of cluster " + mine.cluster(),
                                "declare it once"));
            }
        }
    }

    // a database or role is one per cluster, whatever resources are called
    private record Physical(String cluster, String name) {
        static Physical of(Database database) {
            return new Physical(database.cluster(), database.name());
        }
    }
}
