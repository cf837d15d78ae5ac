package dev.postern.model;

import dev.postern.model.problem.Problems;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A role belongs to the whole cluster: what it has once cannot differ between the databases that it uses. */
final class SharedRoles {
    private final World world;

    SharedRoles(World world) {
        this.world = world;
    }

    void check() {
        Map<List<String>, Map<Shared, World.Role>> firsts = new HashMap<>();
        for (World.Role each : world.roles()) {
            Shared mine = Shared.of(each.role());
            Map<Shared, World.Role> known = firsts.computeIfAbsent(
                    List.of(each.database().cluster(), each.role().name()), _ -> new LinkedHashMap<>());
            known.entrySet().stream()
                    .filter(other -> !other.getKey().equals(mine))
                    .map(Map.Entry::getValue)
                    // twice in one database is a problem of its own
                    .filter(other -> !World.isSame(other.database(), each.database()))
                    .findFirst()
                    .ifPresent(other -> differ(each, other));
            known.putIfAbsent(mine, each);
        }
    }

    private void differ(World.Role here, World.Role there) {
        if (here.spot().isEmpty() && there.spot().isPresent()) {
            differ(there, here);
            return;
        }
        Shared mine = Shared.of(here.role());
        Shared theirs = Shared.of(there.role());
        world.contradiction(
                here.place("name"),
                Optional.empty(),
                "role " + here.role().name() + " has " + mine.unlike(theirs) + " here, " + theirs.unlike(mine)
                        + " in Database " + there.database().metadata().name(),
                "a role is the same in every database of a cluster: make them equal, or rename one");
    }

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
}
