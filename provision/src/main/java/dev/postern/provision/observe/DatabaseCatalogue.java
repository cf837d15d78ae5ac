package dev.postern.provision.observe;

import static dev.postern.provision.observe.Catalogue.optional;
import static dev.postern.provision.observe.Catalogue.text;

import dev.postern.model.DatabaseRole.Profile;
import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.observe.ActualContents.ActualSchema;
import dev.postern.provision.observe.ActualContents.DefaultFor;
import dev.postern.provision.observe.ActualContents.ObjectSummary;
import dev.postern.provision.observe.ActualContents.Ownership;
import dev.postern.provision.observe.Catalogue.Granted;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is inside one database. Objects are counted on the server, whatever their number. Those of declared
 * creators count as reachable even before the administrator has their rights, because a plan begins with that.
 */
final class DatabaseCatalogue {
    private static final String SCHEMAS = """
            SELECT n.nspname, r.rolname AS owner, r.rolsuper, n.nspname <> 'postern' AS managed,
                   pg_has_role(n.nspowner, 'USAGE') OR r.rolname = ANY (?) OR r.rolname = 'pg_database_owner' AS usable,
                   obj_description(n.oid, 'pg_namespace') AS comment
              FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner
             WHERE n.nspname IN ('public', 'postern') OR n.nspname = ANY (?)
                OR r.rolname = ANY (?) AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'""";

    private static final String SCHEMA_GRANTS = """
            SELECT n.nspname, coalesce(g.rolname, 'public') AS grantee, a.privilege_type
              FROM pg_namespace n
             CROSS JOIN LATERAL aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
              LEFT JOIN pg_roles g ON g.oid = a.grantee
             WHERE n.nspname = ANY (?) AND (a.grantee = 0 OR g.rolname = ANY (?))""";

    private static final String DEFAULTS = """
            SELECT r.rolname, k.kind, a.grantee, a.privilege_type
              FROM pg_roles r
             CROSS JOIN (VALUES ('r'::"char", 'r'::"char"), ('S', 's'), ('f', 'f'), ('n', 'n')) AS k (kind, hardwired)
              LEFT JOIN pg_default_acl d
                ON d.defaclrole = r.oid AND d.defaclnamespace = 0 AND d.defaclobjtype = k.kind
              LEFT JOIN LATERAL (
                    SELECT coalesce(g.rolname, 'public') AS grantee, x.privilege_type
                      FROM aclexplode(coalesce(d.defaclacl, acldefault(k.hardwired, r.oid))) x
                      LEFT JOIN pg_roles g ON g.oid = x.grantee
                     WHERE x.grantee = 0 OR g.rolname = ANY (?)) a ON true
             WHERE r.rolname = ANY (?)""";

    private static final String EXTENSIONS = """
            SELECT e.extname, n.nspname
              FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
             WHERE e.extname = ANY (?)""";

    // objects of one kind, owner and list of rights are one row before their rights are told apart
    private static final String OBJECTS = """
            WITH managed AS (
                SELECT oid, nspname FROM pg_namespace WHERE nspname = ANY (?)
            ), member AS (
                SELECT objid, classid FROM pg_depend
                 WHERE deptype = 'e' AND classid IN ('pg_class'::regclass, 'pg_proc'::regclass)
            ), alike AS (
                SELECT s.nspname, CASE c.relkind WHEN 'S' THEN 'S' ELSE 'r' END AS kind, c.relowner AS owner,
                       c.relacl AS acl, m.objid IS NOT NULL AS of_extension, count(*) AS number
                  FROM pg_class c
                  JOIN managed s ON s.oid = c.relnamespace
                  LEFT JOIN member m ON m.classid = 'pg_class'::regclass AND m.objid = c.oid
                 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                 GROUP BY 1, 2, 3, 4, 5
                UNION ALL
                SELECT s.nspname, 'f', p.proowner, p.proacl, m.objid IS NOT NULL, count(*)
                  FROM pg_proc p
                  JOIN managed s ON s.oid = p.pronamespace
                  LEFT JOIN member m ON m.classid = 'pg_proc'::regclass AND m.objid = p.oid
                 GROUP BY 1, 2, 3, 4, 5
            ), usable AS (
                SELECT oid FROM pg_roles WHERE pg_has_role(oid, 'USAGE') OR rolname = ANY (?)
            ), grantee AS (
                SELECT oid, rolname FROM pg_roles WHERE rolname = ANY (?)
                UNION ALL
                SELECT 0, 'public'
            )
            SELECT o.nspname, o.kind, coalesce(sum(o.number) FILTER (WHERE o.of_extension), 0) AS of_extensions,
                   coalesce(sum(o.number) FILTER (WHERE NOT o.of_extension AND u.oid IS NOT NULL), 0) AS reachable,
                   coalesce(sum(o.number) FILTER (WHERE NOT o.of_extension AND u.oid IS NULL), 0) AS unreachable,
                   NULL AS grantee, NULL AS privilege_type
              FROM alike o LEFT JOIN usable u ON u.oid = o.owner
             GROUP BY o.nspname, o.kind
            UNION ALL
            SELECT o.nspname, o.kind, 0, sum(o.number), 0, g.rolname, a.privilege_type
              FROM alike o
              JOIN usable u ON u.oid = o.owner
             CROSS JOIN LATERAL aclexplode(coalesce(
                     o.acl, acldefault(CASE o.kind WHEN 'S' THEN 's' ELSE o.kind END::"char", o.owner))) a
              JOIN grantee g ON g.oid = a.grantee
             WHERE NOT o.of_extension
             GROUP BY o.nspname, o.kind, g.rolname, a.privilege_type""";

    private static final String OWNERSHIP = """
            SELECT r.rolname, count(*) FILTER (WHERE s.dbid <> 0) AS here, count(*) FILTER (WHERE s.dbid = 0) AS shared
              FROM pg_shdepend s
              JOIN pg_roles r ON r.oid = s.refobjid
             WHERE s.refclassid = 'pg_authid'::regclass AND s.deptype = 'o' AND r.rolname = ANY (?)
               AND s.classid <> 'pg_default_acl'::regclass
               AND NOT (s.classid = 'pg_database'::regclass
                        AND s.objid IN (SELECT oid FROM pg_database WHERE datname = ANY (?)))
               AND s.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
             GROUP BY r.rolname""";

    private DatabaseCatalogue() {}

    /** @param leaving roles whose objects will be the owner's */
    static ActualContents read(
            Catalogue catalogue, DesiredServer desired, DesiredDatabase database, List<String> leaving)
            throws SQLException {
        Set<String> roles = database.roles();
        List<String> migrators = database.members(Profile.MIGRATOR);
        Set<String> creators = database.creators();
        Set<String> makers = new LinkedHashSet<>(creators);
        makers.addAll(leaving);
        List<String> databases =
                desired.databases().stream().map(DesiredDatabase::name).toList();
        Map<String, ActualSchema> schemas = schemas(catalogue, database, makers, roles);
        List<String> managed = schemas.entrySet().stream()
                .filter(schema -> schema.getValue().managed())
                .map(Map.Entry::getKey)
                .toList();
        Set<String> extensions = new LinkedHashSet<>(database.extensions());
        extensions.add(Actual.IDENTITY_EXTENSION);
        return new ActualContents(
                schemas,
                defaults(catalogue, creators, roles),
                extensions(catalogue, extensions),
                objects(catalogue, managed, makers, roles),
                ownership(catalogue, migrators, databases),
                HelperCatalogue.functions(catalogue, roles),
                HelperCatalogue.trigger(catalogue),
                ExcessCatalogue.read(catalogue, database, managed, makers));
    }

    private record Schema(String name, ActualSchema seen) {}

    private static Map<String, ActualSchema> schemas(
            Catalogue catalogue, DesiredDatabase database, Collection<String> makers, Collection<String> roles)
            throws SQLException {
        List<Schema> found = catalogue.rows(
                SCHEMAS,
                row -> new Schema(
                        text(row, "nspname"),
                        new ActualSchema(
                                text(row, "owner"),
                                row.getBoolean("managed"),
                                row.getBoolean("rolsuper"),
                                row.getBoolean("usable"),
                                Grants.NONE,
                                optional(row, "comment"))),
                makers,
                database.schemas().stream()
                        .map(DesiredDatabase.DesiredSchema::name)
                        .toList(),
                makers);
        Map<String, Grants> grants = Catalogue.grants(catalogue.rows(
                SCHEMA_GRANTS,
                row -> new Granted<>(text(row, "nspname"), text(row, "grantee"), text(row, "privilege_type")),
                found.stream().map(Schema::name).toList(),
                roles));
        Map<String, ActualSchema> schemas = new HashMap<>();
        for (Schema one : found) {
            schemas.put(one.name(), one.seen().with(grants.getOrDefault(one.name(), Grants.NONE)));
        }
        return schemas;
    }

    private record Default(DefaultFor of, Optional<String> grantee, String privilege) {}

    private static Map<DefaultFor, Grants> defaults(
            Catalogue catalogue, Collection<String> creators, Collection<String> roles) throws SQLException {
        List<Default> rows = catalogue.rows(
                DEFAULTS,
                row -> new Default(
                        new DefaultFor(text(row, "rolname"), ObjectKind.of(text(row, "kind"))),
                        optional(row, "grantee"),
                        optional(row, "privilege_type").orElse("")),
                roles,
                creators);
        Map<DefaultFor, Grants> defaults = new HashMap<>();
        rows.forEach(row -> defaults.put(row.of(), Grants.NONE));
        defaults.putAll(Catalogue.grants(rows.stream()
                .filter(row -> row.grantee().isPresent())
                .map(row -> new Granted<>(row.of(), row.grantee().orElseThrow(), row.privilege()))
                .toList()));
        return defaults;
    }

    private static Map<String, String> extensions(Catalogue catalogue, Collection<String> wanted) throws SQLException {
        Map<String, String> schemas = new HashMap<>();
        catalogue.rows(EXTENSIONS, row -> schemas.put(text(row, "extname"), text(row, "nspname")), wanted);
        return schemas;
    }

    private record Of(String schema, ObjectKind kind) {}

    private record Counted(
            Of of, long reachable, long ofExtensions, long unreachable, Optional<String> grantee, String privilege) {}

    private static List<ObjectSummary> objects(
            Catalogue catalogue, Collection<String> managed, Collection<String> creators, Collection<String> roles)
            throws SQLException {
        List<Counted> counted = catalogue.rows(
                OBJECTS,
                row -> new Counted(
                        new Of(text(row, "nspname"), ObjectKind.of(text(row, "kind"))),
                        row.getLong("reachable"),
                        row.getLong("of_extensions"),
                        row.getLong("unreachable"),
                        optional(row, "grantee"),
                        optional(row, "privilege_type").orElse("")),
                managed,
                creators,
                roles);
        Map<Of, Map<String, Map<String, Long>>> granted = new HashMap<>();
        for (Counted one : counted) {
            one.grantee()
                    .ifPresent(grantee -> granted.computeIfAbsent(one.of(), _ -> new HashMap<>())
                            .computeIfAbsent(grantee, _ -> new HashMap<>())
                            .put(one.privilege(), one.reachable()));
        }
        return counted.stream()
                .filter(one -> one.grantee().isEmpty())
                .map(one -> new ObjectSummary(
                        one.of().schema(),
                        one.of().kind(),
                        one.reachable(),
                        one.ofExtensions(),
                        one.unreachable(),
                        granted.getOrDefault(one.of(), Map.of())))
                .toList();
    }

    private static Map<String, Ownership> ownership(
            Catalogue catalogue, Collection<String> migrators, Collection<String> databases) throws SQLException {
        Map<String, Ownership> ownership = new HashMap<>();
        catalogue.rows(
                OWNERSHIP,
                row -> ownership.put(text(row, "rolname"), new Ownership(row.getLong("here"), row.getLong("shared"))),
                migrators,
                databases);
        return ownership;
    }
}
