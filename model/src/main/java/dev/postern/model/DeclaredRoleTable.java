package dev.postern.model;

import dev.postern.model.shape.Fields;
import dev.postern.model.shape.Key;
import java.util.Optional;

/** The table of {@link DeclaredRole}: the fields of a role inside a Database, and which Database. */
final class DeclaredRoleTable {
    static final Kind<DeclaredRole> KIND = kind();

    private DeclaredRoleTable() {}

    private static Kind<DeclaredRole> kind() {
        Fields.Builder<DeclaredRole> spec = new Fields.Builder<>();
        Key<String> database = spec.required(
                "database", Names.RESOURCE, "the Database that it uses, by `metadata.name`", DeclaredRole::database);
        Key<Optional<String>> name = spec.optional(
                "name",
                Names.ROLE,
                "its name in PostgreSQL, when that is not `metadata.name`",
                declared -> Optional.of(declared.role().name())
                        .filter(role -> !role.equals(declared.metadata().name())));
        RoleFields<DeclaredRole> fields = new RoleFields<>(spec, DeclaredRole::role);
        return new Kind<>(
                "DatabaseRole",
                DeclaredRole.class,
                "A role of a Database in a document of its own; the same as one below the Database's `roles`.",
                spec.build(),
                (metadata, values) -> new DeclaredRole(
                        metadata,
                        values.get(database),
                        fields.role(values.get(name).orElse(metadata.name()), values)));
    }
}
