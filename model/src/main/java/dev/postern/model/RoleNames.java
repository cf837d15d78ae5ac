package dev.postern.model;

import dev.postern.kernel.problem.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names of roles. A cluster has one namespace for owners, groups, declared roles, the logins that a rotation makes and the
 * administrator; each of them means one thing.
 */
final class RoleNames {
    private final World world;
    private final Map<At, List<Use>> uses = new HashMap<>();

    RoleNames(World world) {
        this.world = world;
    }

    private record At(String cluster, String name) {}

    private enum Meaning {
        ADMINISTRATOR("the administrator of "),
        OWNER("the owner of "),
        GROUP("a group of "),
        ROLE("a role of "),
        ROTATED("a login that is rotated by ");

        private final String phrase;

        Meaning(String phrase) {
            this.phrase = phrase;
        }
    }

    /**
     * @param where a resource by kind and name
     * @param of what the name was made for: the role that is rotated
     */
    private record Use(Meaning meaning, String where, String of, Optional<Place> place) {
        String describe() {
            return meaning.phrase + where;
        }

        boolean clashesWith(Use other) {
            boolean bothOwners = meaning == Meaning.OWNER && other.meaning == Meaning.OWNER;
            boolean roleOfTwo = meaning == Meaning.ROLE && other.meaning == Meaning.ROLE && !where.equals(other.where);
            boolean sameRotation =
                    meaning == Meaning.ROTATED && other.meaning == Meaning.ROTATED && of.equals(other.of);
            return !bothOwners && !roleOfTwo && !sameRotation && !adopted(other) && !other.adopted(this);
        }

        /** The administrator may own or use what it made before anybody declared it; the plan says what that means. */
        private boolean adopted(Use other) {
            return meaning == Meaning.ADMINISTRATOR
                    && (other.meaning == Meaning.OWNER
                            || other.meaning == Meaning.ROLE
                            || other.meaning == Meaning.ADMINISTRATOR);
        }
    }

    void check() {
        for (Cluster cluster : world.all().clusters()) {
            cluster.admin()
                    .ifPresent(admin -> use(
                            cluster.metadata().name(),
                            admin.user(),
                            Meaning.ADMINISTRATOR,
                            cluster,
                            world.place(cluster, "spec", "admin", "user")));
        }
        Set<At> physical = new HashSet<>();
        for (Database database : world.databases()) {
            use(database.cluster(), database.owner(), Meaning.OWNER, database, world.place(database, "spec", "owner"));
            // the same database twice is a problem of its own
            if (physical.add(new At(database.cluster(), database.name()))) {
                group(database, "application", database.groups().application());
                group(database, "reader", database.groups().reader());
            }
        }
        for (World.Role each : world.roles()) {
            use(each.database().cluster(), each.role().name(), Meaning.ROLE, each.database(), each.place("name"));
        }
        world.all().bindings().stream()
                .filter(binding -> binding.rotation() == Binding.Rotation.ALTERNATE)
                .forEach(this::rotated);
        uses.forEach((at, here) -> {
            for (int later = 1; later < here.size(); later++) {
                clash(at.name(), here.subList(0, later), here.get(later));
            }
        });
    }

    private void group(Database database, String which, String name) {
        Optional<Place> place = world.place(database, "spec", "groups", which);
        world.derived(
                place,
                "the group " + which + " of Database " + database.metadata().name(),
                name,
                Names.role(name),
                "name it in spec.groups." + which);
        use(database.cluster(), name, Meaning.GROUP, database, place);
    }

    private void rotated(Binding binding) {
        Optional<Database> database = world.database(binding.database());
        binding.roles().forEach((purpose, role) -> {
            for (String suffix : List.of("_a", "_b")) {
                String login = role + suffix;
                Optional<Place> place = world.place(binding, "spec", "roles", purpose);
                world.derived(
                        place,
                        "a login that rotation: alternate makes for " + role,
                        login,
                        Names.role(login),
                        "shorten the role's name to 61 bytes, or say rotation: in-place");
                database.ifPresent(on -> add(
                        on.cluster(),
                        login,
                        new Use(Meaning.ROTATED, "Binding " + binding.metadata().name(), role, place)));
            }
        });
    }

    private void use(String cluster, String role, Meaning meaning, Resource where, Optional<Place> place) {
        add(
                cluster,
                role,
                new Use(meaning, where.kind() + " " + where.metadata().name(), role, place));
    }

    private void add(String cluster, String role, Use use) {
        uses.computeIfAbsent(new At(cluster, role), _ -> new ArrayList<>()).add(use);
    }

    private void clash(String role, List<Use> earlier, Use later) {
        earlier.stream().filter(later::clashesWith).findFirst().ifPresent(first -> {
            boolean twice = first.meaning() == later.meaning() && first.where().equals(later.where());
            world.contradiction(
                    later.place(),
                    first.place(),
                    twice && later.meaning() == Meaning.ROLE
                            ? "role " + role + " is declared twice in " + later.where()
                            : "role " + role + " is " + first.describe() + " and " + later.describe(),
                    twice && later.meaning() == Meaning.ROLE ? "keep one of them" : "give each a name of its own");
        });
    }
}
