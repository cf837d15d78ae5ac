package dev.postern.model;

import dev.postern.kernel.problem.Place;
import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.Problems;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What resources say about each other: that a name exists, and that two of them can both be true. A name whose resource is
 * declared but broken is not reported again.
 */
final class References {
    private final Problems problems;
    private final List<ManifestReader.Bound> bound;
    private final List<ManifestReader.Broken> broken;
    private final ResourceSet all;
    private final Map<String, Database> databaseNames = new HashMap<>();
    private final Set<String> clusterNames = new TreeSet<>();
    private final Set<String> physicalNames = new TreeSet<>();
    private final Set<String> roleNames = new TreeSet<>();
    private final boolean databasesBroken;

    References(
            Problems problems,
            List<ManifestReader.Bound> bound,
            List<ManifestReader.Broken> broken,
            ResourceSet applied) {
        this.problems = problems;
        this.bound = bound;
        this.broken = broken;
        this.all = applied.overlaidWith(new ResourceSet(
                bound.stream().map(ManifestReader.Bound::resource).toList()));
        this.databasesBroken = broken.stream()
                .anyMatch(each -> each.kind().equals("Database")
                        || Kinds.named(each.kind()).isEmpty());
        all.clusters().forEach(cluster -> clusterNames.add(cluster.metadata().name()));
        for (Database database : all.databases()) {
            databaseNames.put(database.metadata().name(), database);
            physicalNames.add(database.name());
            database.roles().forEach(role -> roleNames.add(role.name()));
        }
    }

    void check() {
        for (ManifestReader.Bound each : bound) {
            switch (each.resource()) {
                case Cluster _ -> {}
                case Database database -> checkDatabase(each, database);
                case Binding binding -> checkBinding(each, binding);
                case AccessRule rule -> checkRule(each, rule);
            }
        }
        checkPhysicalNames();
        checkRolesAcrossDatabases();
        checkFolders();
    }

    private void checkDatabase(ManifestReader.Bound each, Database database) {
        known(each.place("spec", "cluster"), "Cluster", database.cluster(), clusterNames);
    }

    private void checkBinding(ManifestReader.Bound each, Binding binding) {
        if (!known(each.place("spec", "database"), "Database", binding.database(), databaseNames.keySet())) {
            return;
        }
        Optional<Database> database = Optional.ofNullable(databaseNames.get(binding.database()));
        database.ifPresent(target -> binding.roles()
                .forEach((purpose, role) ->
                        checkBoundRole(each.place("spec", "roles", purpose), target, purpose, role)));
    }

    private void checkBoundRole(Place place, Database database, String purpose, String role) {
        List<String> names = database.roles().stream().map(DatabaseRole::name).toList();
        Optional<DatabaseRole> declared = database.roles().stream()
                .filter(candidate -> candidate.name().equals(role))
                .findFirst();
        if (declared.isEmpty()) {
            problems.add(
                    place,
                    ManifestCode.UNRESOLVED,
                    "Database " + database.metadata().name() + " declares no role " + Problems.show(role)
                            + Problems.suggest(role, names),
                    names.isEmpty() ? "declare the role there" : "declared there: " + String.join(", ", names));
        } else if (!declared.get().mayLogIn()) {
            problems.add(
                    place,
                    ManifestCode.CONTRADICTION,
                    "role " + role + " is bound as " + purpose + " but may not log in",
                    "bind a role that has login: true");
        }
    }

    private void checkRule(ManifestReader.Bound each, AccessRule rule) {
        String effect = rule.effect() == AccessRule.Effect.DENY ? "deny" : "allow";
        List<String> clusters = rule.match().clusters().names();
        for (int i = 0; i < clusters.size(); i++) {
            if (!clusters.get(i).equals(AccessRuleTable.ANY)) {
                known(each.place("spec", effect, "clusters", "names", i), "Cluster", clusters.get(i), clusterNames);
            }
        }
        if (databasesBroken) {
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
                declared(each.place("spec", effect, "roles", i), "role", roles.get(i), roleNames);
            }
        }
    }

    private boolean known(Place place, String kind, String name, Collection<String> names) {
        if (names.contains(name) || broken.stream().anyMatch(each -> each.mayBe(kind, name))) {
            return true;
        }
        problems.add(
                place,
                ManifestCode.UNRESOLVED,
                "there is no " + kind + " " + Problems.show(name) + Problems.suggest(name, names),
                "declare it in one of the files, or name one that is there");
        return false;
    }

    private void declared(Place place, String what, String name, Collection<String> names) {
        if (!names.contains(name)) {
            problems.add(
                    place,
                    ManifestCode.UNRESOLVED,
                    "no Database declares the " + what + " " + Problems.show(name) + Problems.suggest(name, names),
                    "declare it in a Database, or name one that is declared");
        }
    }

    private void checkPhysicalNames() {
        Map<Physical, List<Database>> same = all.databases().stream().collect(Collectors.groupingBy(Physical::of));
        for (ManifestReader.Bound each : bound) {
            if (each.resource() instanceof Database mine) {
                same.getOrDefault(Physical.of(mine), List.of()).stream()
                        .filter(other -> !isSame(other, mine))
                        .findFirst()
                        .ifPresent(other -> problems.add(
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

    private static boolean isSame(Resource left, Resource right) {
        return left.metadata().name().equals(right.metadata().name());
    }

    /** A role belongs to the whole cluster: whether it may log in and how often cannot differ between databases. */
    private void checkRolesAcrossDatabases() {
        Map<Physical, Set<Database>> mentions = new HashMap<>();
        for (Database database : all.databases()) {
            mention(mentions, database, database.owner());
            database.roles().forEach(role -> mention(mentions, database, role.name()));
        }
        for (ManifestReader.Bound each : bound) {
            if (each.resource() instanceof Database mine) {
                for (int i = 0; i < mine.roles().size(); i++) {
                    DatabaseRole role = mine.roles().get(i);
                    Place place = each.place("spec", "roles", i, "name");
                    mentions.getOrDefault(new Physical(mine.cluster(), role.name()), Set.of()).stream()
                            .filter(other -> !isSame(other, mine))
                            .forEach(other -> checkSameRole(place, role, other));
                }
            }
        }
    }

    private static void mention(Map<Physical, Set<Database>> mentions, Database database, String role) {
        mentions.computeIfAbsent(new Physical(database.cluster(), role), _ -> new LinkedHashSet<>())
                .add(database);
    }

    private void checkSameRole(Place place, DatabaseRole role, Database other) {
        String where = " in Database " + other.metadata().name();
        if (other.owner().equals(role.name()) && role.mayLogIn()) {
            problems.add(
                    place,
                    ManifestCode.CONTRADICTION,
                    "role " + role.name() + " may log in here, and is the owner" + where,
                    "give the owner a name of its own; nobody logs in as it");
        }
        other.roles().stream()
                .filter(same -> same.name().equals(role.name()))
                .filter(same -> !Shared.of(same).equals(Shared.of(role)))
                .forEach(same -> problems.add(
                        place,
                        ManifestCode.CONTRADICTION,
                        "role " + role.name() + " has " + Shared.of(role).unlike(Shared.of(same)) + " here, "
                                + Shared.of(same).unlike(Shared.of(role)) + where,
                        "a role is the same in every database of a cluster: make them equal, or rename one"));
    }

    /** What a role has once, however many databases it uses. */
    private record Shared(
            Optional<Boolean> login,
            Optional<Integer> connectionLimit,
            Set<String> inRoles,
            Optional<Boolean> inherit,
            Optional<Instant> validUntil,
            Optional<String> comment,
            Ensure ensure) {
        static Shared of(DatabaseRole role) {
            return new Shared(
                    role.login(),
                    role.connectionLimit(),
                    Set.copyOf(role.inRoles()),
                    role.inherit(),
                    role.validUntil(),
                    role.comment(),
                    role.ensure());
        }

        /** What differs from the other, as this has it. */
        String unlike(Shared other) {
            Map<String, String> theirs = other.texts();
            return texts().entrySet().stream()
                    .filter(entry -> !entry.getValue().equals(theirs.get(entry.getKey())))
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining(" and "));
        }

        private Map<String, String> texts() {
            Map<String, String> texts = new LinkedHashMap<>();
            texts.put("login", show(login));
            texts.put("connectionLimit", show(connectionLimit));
            texts.put("inRoles", new TreeSet<>(inRoles).toString());
            texts.put("inherit", show(inherit));
            texts.put("validUntil", show(validUntil));
            texts.put("comment", show(comment.map(Problems::show)));
            texts.put("ensure", ensure.name().toLowerCase(Locale.ROOT));
            return texts;
        }

        private static String show(Optional<?> value) {
            return value.map(String::valueOf).orElse("undeclared");
        }
    }

    private void checkFolders() {
        Map<Path, Binding> first = new HashMap<>();
        Set<String> declaredHere = bound.stream()
                .filter(each -> each.resource() instanceof Binding)
                .map(each -> each.resource().metadata().name())
                .collect(Collectors.toSet());
        // what was applied before and is not declared anew keeps its folders
        all.bindings().stream()
                .filter(binding -> !declaredHere.contains(binding.metadata().name()))
                .forEach(binding -> binding.directories().forEach(folder -> first.putIfAbsent(folder, binding)));
        for (ManifestReader.Bound each : bound) {
            if (each.resource() instanceof Binding mine) {
                for (int i = 0; i < mine.deliver().size(); i++) {
                    if (!(mine.deliver().get(i) instanceof Binding.Delivery.Directory directory)) {
                        continue;
                    }
                    Binding other = first.putIfAbsent(directory.path(), mine);
                    if (other != null) {
                        problems.add(
                                each.place("spec", "deliver", i, "directory"),
                                ManifestCode.CONTRADICTION,
                                "the folder " + directory.path() + " is also filled by "
                                        + (isSame(other, mine)
                                                ? "this Binding again"
                                                : "Binding " + other.metadata().name()),
                                "give each its own folder");
                    }
                }
            }
        }
    }
}
