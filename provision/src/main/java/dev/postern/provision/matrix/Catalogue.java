package dev.postern.provision.matrix;

import static java.util.stream.Collectors.groupingBy;

import dev.postern.provision.connect.PinnedSession;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a server says about some of its roles.
 *
 * @param tls whether it offers TLS
 * @param standby whether nothing can be written
 * @param hba its rules, if they may be read
 */
record Catalogue(
        boolean tls,
        boolean standby,
        List<Role> roles,
        Map<String, List<Schema>> schemas,
        Map<String, List<Table>> tables,
        Optional<Hba> hba) {

    /**
     * One role.
     *
     * @param expired whether its password is over
     * @param mayConnect to this database
     * @param groups it is a member of
     */
    record Role(String name, boolean mayLogIn, boolean expired, boolean mayConnect, Set<String> groups) {}

    /** Whether a role may make tables in it. */
    record Schema(String role, String name, boolean mayCreate) {}

    /**
     * What a role may do with a table.
     *
     * @param column the first one, if there is any
     */
    record Table(
            String role,
            String schema,
            String name,
            Optional<String> column,
            boolean select,
            boolean insert,
            boolean update,
            boolean delete) {}

    private static final Duration QUERY_TIME = Duration.ofSeconds(25);

    private static final String ROLES = """
            SELECT r.rolname, r.rolcanlogin, coalesce(r.rolvaliduntil < pg_catalog.now(), false),
                   pg_catalog.has_database_privilege(r.oid, pg_catalog.current_database(), 'CONNECT'),
                   ARRAY(SELECT g.rolname::text FROM pg_catalog.pg_roles g
                         WHERE NOT r.rolsuper AND pg_catalog.pg_has_role(r.oid, g.oid, 'MEMBER') LIMIT 10000)
            FROM pg_catalog.pg_roles r WHERE r.rolname = ANY (?) ORDER BY 1""";

    private static final String SCHEMAS = """
            SELECT r.rolname, n.nspname, pg_catalog.has_schema_privilege(r.oid, n.oid, 'CREATE')
            FROM pg_catalog.pg_roles r CROSS JOIN pg_catalog.pg_namespace n
            WHERE r.rolname = ANY (?) AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND (pg_catalog.cardinality(?::text[]) = 0 OR n.nspname = ANY (?)) ORDER BY 1, 2""";

    private static final String TABLES = """
            SELECT r.rolname, n.nspname, c.relname, a.attname,
                   u.usage AND pg_catalog.has_any_column_privilege(r.oid, c.oid, 'SELECT'),
                   u.usage AND pg_catalog.has_any_column_privilege(r.oid, c.oid, 'INSERT'),
                   u.usage AND coalesce(pg_catalog.has_column_privilege(r.oid, c.oid, a.attnum, 'UPDATE'), false),
                   u.usage AND pg_catalog.has_table_privilege(r.oid, c.oid, 'DELETE')
            FROM pg_catalog.pg_roles r CROSS JOIN pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL (SELECT pg_catalog.has_schema_privilege(r.oid, n.oid, 'USAGE') AS usage) u
            LEFT JOIN LATERAL (SELECT a.attname, a.attnum FROM pg_catalog.pg_attribute a
                 WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum LIMIT 1) a ON true
            WHERE r.rolname = ANY (?) AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
              AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND (pg_catalog.cardinality(?::text[]) = 0 OR n.nspname = ANY (?))
            ORDER BY 1, 2, 3 LIMIT ?""";

    /** @param most tables that are of interest */
    static Catalogue read(Connection admin, List<String> roles, Set<String> schemas, int most) throws SQLException {
        PinnedSession.pin(admin, QUERY_TIME, QUERY_TIME);
        Array names = admin.createArrayOf("text", roles.toArray());
        Array wanted = admin.createArrayOf("text", schemas.toArray());
        List<Role> known = new ArrayList<>();
        try (PreparedStatement query = admin.prepareStatement(ROLES)) {
            query.setArray(1, names);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    known.add(new Role(
                            row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getBoolean(4), Set.of((String[])
                                    row.getArray(5).getArray())));
                }
            }
        }
        return new Catalogue(
                one(admin, "SELECT pg_catalog.current_setting('ssl')").equals("on"),
                one(admin, "SELECT pg_catalog.pg_is_in_recovery()").equals("t"),
                List.copyOf(known),
                schemas(admin, names, wanted).stream().collect(groupingBy(Schema::role)),
                tables(admin, names, wanted, most).stream().collect(groupingBy(Table::role)),
                Hba.read(admin));
    }

    private static List<Schema> schemas(Connection admin, Array names, Array wanted) throws SQLException {
        List<Schema> all = new ArrayList<>();
        try (PreparedStatement query = admin.prepareStatement(SCHEMAS)) {
            query.setArray(1, names);
            query.setArray(2, wanted);
            query.setArray(3, wanted);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    all.add(new Schema(row.getString(1), row.getString(2), row.getBoolean(3)));
                }
            }
        }
        return all;
    }

    private static List<Table> tables(Connection admin, Array names, Array wanted, int most) throws SQLException {
        List<Table> all = new ArrayList<>();
        try (PreparedStatement query = admin.prepareStatement(TABLES)) {
            query.setArray(1, names);
            query.setArray(2, wanted);
            query.setArray(3, wanted);
            query.setInt(4, most + 1);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    all.add(new Table(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            Optional.ofNullable(row.getString(4)),
                            row.getBoolean(5),
                            row.getBoolean(6),
                            row.getBoolean(7),
                            row.getBoolean(8)));
                }
            }
        }
        if (all.size() > most) {
            throw new ProvisionException(
                    ProvisionCode.NOT_ENFORCEABLE,
                    "the roles and tables make more than " + most + " pairs",
                    "name fewer roles, or schemas with --schema, or allow more with --most");
        }
        return all;
    }

    static String one(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }
}
