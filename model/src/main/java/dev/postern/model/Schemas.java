package dev.postern.model;

import dev.postern.kernel.problem.Place;
import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Schemas of a database: each is declared once, and belongs to somebody who may create in it. */
final class Schemas {
    private final World world;

    Schemas(World world) {
        this.world = world;
    }

    /** @param says what a schema is for, as a problem says it */
    private record Use(String says, Optional<Place> place) {}

    void check() {
        Map<String, List<World.Role>> roles = new HashMap<>();
        for (World.Role each : world.roles()) {
            roles.computeIfAbsent(each.database().metadata().name(), _ -> new ArrayList<>())
                    .add(each);
        }
        for (Database database : world.databases()) {
            check(database, roles.getOrDefault(database.metadata().name(), List.of()));
        }
    }

    private void check(Database database, List<World.Role> roles) {
        Map<String, Use> uses = new HashMap<>();
        for (int i = 0; i < database.schemas().size(); i++) {
            Database.Schema schema = database.schemas().get(i);
            use(
                    uses,
                    schema.name(),
                    new Use("declared in schemas", world.place(database, "spec", "schemas", i, "name")));
            Optional<Place> place = world.place(database, "spec", "schemas", i, "owner");
            schema.owner()
                    .filter(owner -> !owner.equals(database.owner()))
                    .ifPresent(owner -> place.ifPresent(at -> owner(at, database, roles, schema.name(), owner)));
        }
        for (World.Role each : roles) {
            if (each.role().profile() == DatabaseRole.Profile.SERVICE
                    && each.role().ensure() == Ensure.PRESENT) {
                service(uses, each);
            }
        }
    }

    private void service(Map<String, Use> uses, World.Role each) {
        String name = each.role().name();
        String schema = each.role().schema().orElse(name);
        if (each.role().schema().isEmpty()) {
            world.derived(
                    each.place("name"),
                    "the schema of the service " + name,
                    schema,
                    Settings.schema(schema),
                    "name it in schema");
        }
        use(uses, schema, new Use("the schema of the service " + name, each.place("schema")));
    }

    private void use(Map<String, Use> uses, String schema, Use use) {
        Use first = uses.putIfAbsent(schema, use);
        if (first != null) {
            world.contradiction(
                    use.place(),
                    first.place(),
                    "schema " + Problems.show(schema) + " is " + first.says() + ", and " + use.says(),
                    "give each a schema of its own; a service's needs no row in schemas");
        }
    }

    private void owner(Place place, Database database, List<World.Role> roles, String schema, String owner) {
        Optional<DatabaseRole> declared = roles.stream()
                .map(World.Role::role)
                .filter(role -> role.name().equals(owner))
                .findFirst();
        String subject = "schema " + Problems.show(schema) + " is to belong to " + owner;
        if (declared.isEmpty()) {
            if (!world.lost("DatabaseRole")) {
                List<String> names = new ArrayList<>(List.of(database.owner()));
                roles.forEach(role -> names.add(role.role().name()));
                world.problem(
                        place,
                        ManifestCode.UNRESOLVED,
                        subject + ", which Database " + database.metadata().name() + " does not declare"
                                + Problems.suggest(owner, names),
                        "name its owner or one of its roles");
            }
        } else if (declared.get().ensure() == Ensure.ABSENT) {
            world.problem(
                    place,
                    ManifestCode.CONTRADICTION,
                    subject + ", which is to be absent",
                    "name its owner or one of its roles that stay");
        } else if (!mayCreate(declared.get().profile())) {
            world.problem(
                    place,
                    ManifestCode.CONTRADICTION,
                    subject + ", whose profile creates nothing",
                    "leave owner out: the schema belongs to the database's owner");
        }
    }

    private static boolean mayCreate(DatabaseRole.Profile profile) {
        return switch (profile) {
            case MIGRATOR, SERVICE -> true;
            case APPLICATION, READER -> false;
        };
    }
}
