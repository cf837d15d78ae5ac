package dev.postern.provision.observe;

import static dev.postern.provision.observe.Catalogue.text;

import dev.postern.provision.declare.DesiredDatabase;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Grants to roles themselves and to PUBLIC, and objects of others: three queries, counted on the server. */
final class ExcessCatalogue {
    // lists of rights that many tables share are told apart once; EXECUTE for PUBLIC is counted elsewhere; what
    // extensions give to PUBLIC is theirs
    private static final String DIRECT = """
            WITH grantee AS (
                SELECT oid, rolname FROM pg_roles WHERE rolname = ANY (?)
                UNION ALL
                SELECT 0, 'public'
            ), extension AS (
                SELECT objid, classid FROM pg_depend
                 WHERE deptype = 'e' AND classid IN ('pg_class'::regclass, 'pg_proc'::regclass)
            ), alike AS (
                SELECT relacl FROM pg_class WHERE relacl IS NOT NULL GROUP BY relacl
            ), relevant AS (
                SELECT DISTINCT l.relacl, a.grantee, a.privilege_type
                  FROM alike l CROSS JOIN LATERAL aclexplode(l.relacl) a
                 WHERE a.grantee IN (SELECT oid FROM grantee)
            ), granted AS (
                SELECT CASE c.relkind WHEN 'S' THEN 'S' ELSE 'r' END AS kind, false AS columns,
                       c.relnamespace AS namespace, c.relowner AS owner, c.oid::regclass::text AS name,
                       'pg_class'::regclass AS classid, c.oid AS objid, a.grantee, a.privilege_type
                  FROM pg_class c JOIN relevant a ON a.relacl = c.relacl
                 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                UNION ALL
                SELECT 'r', true, c.relnamespace, c.relowner, c.oid::regclass || '.' || quote_ident(t.attname),
                       'pg_class'::regclass, c.oid, a.grantee, a.privilege_type
                  FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid CROSS JOIN LATERAL aclexplode(t.attacl) a
                 WHERE t.attacl IS NOT NULL AND a.grantee IN (SELECT oid FROM grantee)
                UNION ALL
                SELECT 'f', false, p.pronamespace, p.proowner, p.oid::regprocedure::text,
                       'pg_proc'::regclass, p.oid, a.grantee, a.privilege_type
                  FROM pg_proc p CROSS JOIN LATERAL aclexplode(p.proacl) a
                 WHERE a.grantee IN (SELECT oid FROM grantee WHERE oid <> 0)
                UNION ALL
                SELECT 'n', false, n.oid, n.nspowner, quote_ident(n.nspname),
                       'pg_namespace'::regclass, n.oid, a.grantee, a.privilege_type
                  FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) a
                 WHERE a.grantee IN (SELECT oid FROM grantee)
                   AND NOT (a.grantee = 0 AND (a.privilege_type = 'USAGE' OR n.nspname = ANY (?)))
            )
            SELECT g.rolname AS grantee, h.kind, h.columns, n.nspname = ANY (?) AS managed, h.privilege_type,
                   count(DISTINCT h.name) AS count, (array_agg(DISTINCT h.name))[1:3] AS names,
                   array_agg(DISTINCT n.nspname::text) AS schemas
              FROM granted h
              JOIN grantee g ON g.oid = h.grantee
              JOIN pg_namespace n ON n.oid = h.namespace
              LEFT JOIN extension e ON e.classid = h.classid AND e.objid = h.objid
             WHERE h.grantee <> h.owner AND n.nspname <> 'postern' AND n.nspname !~ '^pg_(toast|temp)'
               AND NOT (h.grantee = 0
                        AND (e.objid IS NOT NULL OR n.nspname IN ('pg_catalog', 'information_schema')))
             GROUP BY g.rolname, h.kind, h.columns, managed, h.privilege_type
             ORDER BY g.rolname, h.kind, h.columns, managed, h.privilege_type""";

    private static final String BY_DEFAULT = """
            WITH grantee AS (
                SELECT oid, rolname FROM pg_roles WHERE rolname = ANY (?)
                UNION ALL
                SELECT 0, 'public'
            )
            SELECT g.rolname AS grantee, d.defaclobjtype AS kind, a.privilege_type,
                   array_agg(DISTINCT r.rolname::text) AS creators,
                   coalesce(array_agg(DISTINCT n.nspname::text) FILTER (WHERE n.oid IS NOT NULL), '{}') AS schemas
              FROM pg_default_acl d
             CROSS JOIN LATERAL aclexplode(d.defaclacl) a
              JOIN grantee g ON g.oid = a.grantee
              JOIN pg_roles r ON r.oid = d.defaclrole
              LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
             WHERE a.grantee <> d.defaclrole AND d.defaclobjtype IN ('r', 'S', 'f', 'n')
               AND NOT (a.grantee = 0 AND d.defaclobjtype = 'f')
             GROUP BY g.rolname, d.defaclobjtype, a.privilege_type, d.defaclnamespace = 0
             ORDER BY 1, 2, 3""";

    // the sequence of a column goes with its table; the event trigger's functions are Postern's
    private static final String FOREIGN = """
            WITH place AS (
                SELECT oid, nspname, nspname = ANY (?) AS managed FROM pg_namespace
                 WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'postern')
            ), maker AS (
                SELECT oid FROM pg_roles WHERE rolname = ANY (?)
            ), part AS (
                SELECT objid, classid FROM pg_depend WHERE deptype = 'e'
                UNION ALL
                SELECT d.objid, d.classid
                  FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S'
                 WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
                   AND d.deptype IN ('a', 'i')
            ), object AS (
                SELECT 'pg_class'::regclass AS classid, c.oid, c.relowner AS owner, c.relnamespace AS namespace,
                       'TABLE ' || c.oid::regclass AS name
                  FROM pg_class c
                 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relowner NOT IN (SELECT oid FROM maker)
                UNION ALL
                SELECT 'pg_proc'::regclass, p.oid, p.proowner, p.pronamespace, 'ROUTINE ' || p.oid::regprocedure
                  FROM pg_proc p
                 WHERE p.proowner NOT IN (SELECT oid FROM maker) AND p.proname <> ALL (?)
                UNION ALL
                SELECT 'pg_type'::regclass, t.oid, t.typowner, t.typnamespace, 'TYPE ' || t.oid::regtype
                  FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
                 WHERE (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c') AND t.typowner NOT IN (SELECT oid FROM maker)
            )
            SELECT r.rolname AS owner, r.rolsuper, count(*) AS count, (array_agg(o.name ORDER BY o.name))[1:3] AS names,
                   array_agg(DISTINCT s.nspname::text) AS schemas
              FROM object o
              JOIN place s ON s.oid = o.namespace
              JOIN pg_roles r ON r.oid = o.owner
              LEFT JOIN part p ON p.classid = o.classid AND p.objid = o.oid
             WHERE p.objid IS NULL AND (s.managed OR r.rolname = ANY (?))
             GROUP BY r.rolname, r.rolsuper
             ORDER BY r.rolname""";

    private ExcessCatalogue() {}

    /**
     * @param managed the schemas that the profiles are about
     * @param makers whose objects are, or will be, the owner's or a service's
     */
    static ActualExcess read(
            Catalogue catalogue, DesiredDatabase database, Collection<String> managed, Collection<String> makers)
            throws SQLException {
        Set<String> logins = new LinkedHashSet<>();
        database.members().forEach(member -> logins.addAll(member.logins()));
        return new ActualExcess(
                catalogue.rows(DIRECT, ExcessCatalogue::direct, logins, managed, managed),
                catalogue.rows(
                        BY_DEFAULT,
                        row -> new ActualExcess.ByDefault(
                                text(row, "grantee"),
                                ObjectKind.of(text(row, "kind")),
                                text(row, "privilege_type"),
                                texts(row, "creators"),
                                texts(row, "schemas")),
                        logins),
                catalogue.rows(
                        FOREIGN,
                        row -> new ActualExcess.Foreign(
                                text(row, "owner"),
                                row.getBoolean("rolsuper"),
                                row.getLong("count"),
                                texts(row, "names"),
                                texts(row, "schemas")),
                        managed,
                        makers,
                        HelperCatalogue.OF_TRIGGER,
                        logins));
    }

    private static ActualExcess.Direct direct(ResultSet row) throws SQLException {
        return new ActualExcess.Direct(
                text(row, "grantee"),
                ObjectKind.of(text(row, "kind")),
                row.getBoolean("columns"),
                row.getBoolean("managed"),
                text(row, "privilege_type"),
                row.getLong("count"),
                texts(row, "names"),
                texts(row, "schemas"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return Arrays.asList((String[]) array.getArray());
    }
}
