package dev.postern.provision.migrate;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Objects of users in one database: relations, functions, schemas, types; none that belong to an extension.
 *
 * @param objects by what identifies them in the catalogue
 */
public record Inventory(Map<Id, Made> objects) {
    private static final String OBJECTS = """
            WITH member AS (SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'),
            object AS (
                SELECT 'pg_class'::regclass::oid AS classid, c.oid, c.relnamespace AS schema, c.relowner AS owner,
                       CASE c.relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                         ELSE 'table' END AS kind, c.relname AS name,
                       CASE c.relkind WHEN 'S' THEN 'S' ELSE 'r' END::"char" AS acltype, c.relacl AS acl
                  FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                UNION ALL
                SELECT 'pg_proc'::regclass::oid, p.oid, p.pronamespace, p.proowner, 'function', p.proname, 'f', p.proacl
                  FROM pg_catalog.pg_proc p
                UNION ALL
                SELECT 'pg_type'::regclass::oid, t.oid, t.typnamespace, t.typowner, 'type', t.typname, 'T', t.typacl
                  FROM pg_catalog.pg_type t WHERE t.typtype IN ('e', 'd', 'r') AND t.typrelid = 0
                UNION ALL
                SELECT 'pg_namespace'::regclass::oid, n.oid, n.oid, n.nspowner, 'schema', NULL, 'n', n.nspacl
                  FROM pg_catalog.pg_namespace n
            )
            SELECT o.classid::bigint, o.oid::bigint, o.kind, concat_ws('.', n.nspname, o.name) AS name, r.rolname AS owner,
                   (SELECT string_agg(DISTINCT x.privilege_type || ' to ' || g.rolname, ', ')
                      FROM pg_catalog.pg_default_acl d
                     CROSS JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) x
                      JOIN pg_catalog.pg_roles g ON g.oid = x.grantee
                     WHERE d.defaclrole = o.owner AND d.defaclobjtype = o.acltype AND d.defaclnamespace IN (0, o.schema)
                       AND x.grantee <> o.owner
                       AND NOT EXISTS (
                               SELECT FROM pg_catalog.aclexplode(coalesce(o.acl, '{}'::pg_catalog.aclitem[])) y
                                WHERE y.grantee = x.grantee AND y.privilege_type = x.privilege_type)) AS lacking
              FROM object o
              JOIN pg_catalog.pg_namespace n ON n.oid = o.schema
              JOIN pg_catalog.pg_roles r ON r.oid = o.owner
              LEFT JOIN member m ON m.classid = o.classid AND m.objid = o.oid
             WHERE m.objid IS NULL AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'""";

    public Inventory {
        objects = Map.copyOf(objects);
    }

    /** A row of a catalogue. */
    public record Id(long catalogue, long oid) {}

    /**
     * @param kind in words, for example {@code table}
     * @param lacking rights that its owner's default privileges give and that it does not have, for people; mostly empty
     */
    public record Made(String kind, String name, String owner, String lacking) {}

    static Inventory read(Connection connection) throws SQLException {
        Map<Id, Made> objects = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(OBJECTS)) {
            while (rows.next()) {
                objects.put(
                        new Id(rows.getLong(1), rows.getLong(2)),
                        new Made(
                                String.valueOf(rows.getString(3)),
                                String.valueOf(rows.getString(4)),
                                String.valueOf(rows.getString(5)),
                                Optional.ofNullable(rows.getString(6)).orElse("")));
            }
        }
        return new Inventory(objects);
    }

    /** What is here and was not there before, by name. */
    public List<Made> since(Inventory before) {
        return objects.entrySet().stream()
                .filter(entry -> !before.objects.containsKey(entry.getKey()))
                .map(Map.Entry::getValue)
                .sorted(Comparator.comparing(Made::kind).thenComparing(Made::name))
                .toList();
    }
}
