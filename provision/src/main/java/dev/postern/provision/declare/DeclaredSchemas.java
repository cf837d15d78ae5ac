package dev.postern.provision.declare;

import dev.postern.kernel.problem.Problem;
import dev.postern.model.Database;
import dev.postern.model.DatabaseRole;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.model.Ensure;
import dev.postern.provision.declare.DesiredDatabase.DesiredSchema;
import dev.postern.provision.problem.ProvisionCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The schemas of a database: those declared and those of its services. */
final class DeclaredSchemas {
    private final String where;
    private final Database database;
    private final List<Problem> problems;
    private final Map<String, DesiredSchema> schemas = new LinkedHashMap<>();

    DeclaredSchemas(String where, Database database, List<Problem> problems) {
        this.where = where;
        this.database = database;
        this.problems = problems;
    }

    Set<String> names() {
        Set<String> names =
                database.schemas().stream().map(Database.Schema::name).collect(Collectors.toSet());
        services().forEach(role -> names.add(role.schema().orElse(role.name())));
        return names;
    }

    List<DesiredSchema> read() {
        for (Database.Schema schema : database.schemas()) {
            if (schemas.containsKey(schema.name())) {
                conflict("the schema " + schema.name() + " is declared twice");
            }
            owned(schema);
            schemas.put(
                    schema.name(),
                    new DesiredSchema(schema.name(), schema.owner().map(this::acting), schema.comment()));
        }
        for (DatabaseRole service : services()) {
            String name = service.schema().orElse(service.name());
            DesiredSchema known = schemas.get(name);
            if (name.equals("public")) {
                conflict("the schema public cannot belong to the service " + service.name());
            }
            if (known != null
                    && known.owner().isPresent()
                    && !known.owner().get().equals(service.name())) {
                conflict("the schema " + name + " belongs to the service " + service.name() + " and to "
                        + known.owner().get());
            }
            schemas.put(
                    name,
                    new DesiredSchema(
                            name,
                            Optional.of(service.name()),
                            Optional.ofNullable(known).flatMap(DesiredSchema::comment)));
        }
        return List.copyOf(schemas.values());
    }

    private List<DatabaseRole> services() {
        return database.roles().stream()
                .filter(role -> role.profile() == Profile.SERVICE && role.ensure() == Ensure.PRESENT)
                .toList();
    }

    private void owned(Database.Schema schema) {
        schema.owner().ifPresent(owner -> {
            boolean here = owner.equals(database.owner())
                    || database.roles().stream()
                            .anyMatch(role -> role.name().equals(owner) && role.ensure() == Ensure.PRESENT);
            if (!here) {
                problems.add(Problem.of(
                        ProvisionCode.NOT_DECLARED,
                        where + ": the owner " + owner + " of schema " + schema.name() + " is no role of the database",
                        "name its owner or one of its roles"));
            }
        });
    }

    // what a migrator makes belongs to the owner
    private String acting(String owner) {
        return database.roles().stream()
                        .anyMatch(role -> role.name().equals(owner) && role.profile() == Profile.MIGRATOR)
                ? database.owner()
                : owner;
    }

    private void conflict(String what) {
        problems.add(Problem.of(ProvisionCode.DECLARATION_CONFLICT, where + ": " + what, "keep one of the two"));
    }
}
