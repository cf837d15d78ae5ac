package dev.postern.model;

import dev.postern.model.shape.Fields;
import dev.postern.model.shape.Key;
import dev.postern.model.shape.ObjectShape;
import java.util.function.Function;

/** The table of a {@link DatabaseRole} inside its Database. */
final class DatabaseRoleTable {
    static final ObjectShape<DatabaseRole> SHAPE = shape();

    private DatabaseRoleTable() {}

    private static ObjectShape<DatabaseRole> shape() {
        Fields.Builder<DatabaseRole> fields = new Fields.Builder<>();
        Key<String> name = fields.required("name", Names.ROLE, "as PostgreSQL knows it", DatabaseRole::name);
        RoleFields<DatabaseRole> others = new RoleFields<>(fields, Function.identity());
        return new ObjectShape<>(fields.build(), values -> others.role(values.get(name), values));
    }
}
