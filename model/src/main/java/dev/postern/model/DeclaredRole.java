package dev.postern.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link DatabaseRole} in a document of its own, for those who do not own the Database's. It belongs to its Database as
 * if it stood there: {@link ResourceSet#databases()} has it among {@link Database#roles()}, so only what stores, writes or
 * lists declarations sees this type.
 *
 * @param database a {@link Database}'s {@code metadata.name}
 */
public record DeclaredRole(Metadata metadata, String database, DatabaseRole role) implements Resource {
    /** The databases, each with the roles that are declared for it elsewhere after its own. */
    public static List<Database> joined(List<Database> databases, List<DeclaredRole> roles) {
        if (roles.isEmpty()) {
            return databases;
        }
        Map<String, List<DatabaseRole>> elsewhere = new LinkedHashMap<>();
        roles.forEach(declared -> elsewhere
                .computeIfAbsent(declared.database(), _ -> new ArrayList<>())
                .add(declared.role()));
        return databases.stream()
                .map(database -> database.withMore(
                        elsewhere.getOrDefault(database.metadata().name(), List.of())))
                .toList();
    }
}
