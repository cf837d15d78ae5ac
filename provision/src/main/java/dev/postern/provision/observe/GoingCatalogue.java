package dev.postern.provision.observe;

import static dev.postern.provision.observe.Catalogue.optional;
import static dev.postern.provision.observe.Catalogue.text;

import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.connect.PinnedSession;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What databases hold that are to go. */
final class GoingCatalogue {
    private static final String DATABASES = """
            SELECT d.datname,
                   CASE WHEN has_database_privilege(d.oid, 'CONNECT') OR pg_has_role('pg_read_all_stats', 'USAGE')
                        THEN pg_database_size(d.oid) END AS bytes,
                   (SELECT count(*) FROM pg_stat_activity a
                     WHERE a.datid = d.oid AND a.usesysid IS NOT NULL AND a.pid <> pg_backend_pid()) AS sessions,
                   ARRAY(WITH RECURSIVE holder AS (
                           SELECT s.refobjid AS role
                             FROM pg_shdepend s
                            WHERE s.refclassid = 'pg_authid'::regclass
                              AND (s.dbid = d.oid OR s.classid = 'pg_database'::regclass AND s.objid = d.oid)
                           UNION
                           SELECT m.member FROM holder h JOIN pg_auth_members m ON m.roleid = h.role)
                         SELECT r.rolname::text
                           FROM holder h JOIN pg_roles r ON r.oid = h.role
                          WHERE r.rolcanlogin AND NOT r.rolsuper AND r.rolname <> current_user
                          ORDER BY r.rolname) AS logins
              FROM pg_database d
             WHERE d.datname = ANY (?)""";

    private static final String OBJECTS = """
            WITH place AS (
                SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'postern')
            ), part AS (
                SELECT objid, classid FROM pg_depend WHERE deptype = 'e'
            )
            SELECT r.rolname, count(*) AS count
              FROM (SELECT 'pg_class'::regclass AS classid, c.oid, c.relowner AS owner
                      FROM pg_class c
                     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relnamespace IN (SELECT oid FROM place)
                    UNION ALL
                    SELECT 'pg_proc'::regclass, p.oid, p.proowner
                      FROM pg_proc p WHERE p.pronamespace IN (SELECT oid FROM place)) o
              JOIN pg_roles r ON r.oid = o.owner
              LEFT JOIN part p ON p.classid = o.classid AND p.objid = o.oid
             WHERE p.objid IS NULL
             GROUP BY r.rolname
             ORDER BY count(*) DESC, r.rolname""";

    private static final Duration STATEMENT = Duration.ofSeconds(60);
    private static final Duration LOCK = Duration.ofSeconds(5);

    private GoingCatalogue() {}

    static Map<String, Going> read(Catalogue catalogue, Collection<String> databases) throws SQLException {
        Map<String, Going> going = new HashMap<>();
        catalogue.rows(
                DATABASES,
                row -> {
                    Array logins = row.getArray("logins");
                    return going.put(
                            text(row, "datname"),
                            new Going(
                                    optional(row, "bytes").map(Long::parseLong),
                                    row.getLong("sessions"),
                                    Arrays.asList((String[]) logins.getArray()),
                                    Optional.empty()));
                },
                databases);
        return going;
    }

    /** What is inside, if the administrator can connect; that it cannot is no reason not to plan. */
    static Going inside(DatabaseConnector admin, String database, Going going) {
        try (Connection connection = admin.connect(database)) {
            PinnedSession.pin(connection, STATEMENT, LOCK);
            List<Map.Entry<String, Long>> objects = new Catalogue(connection)
                    .rows(OBJECTS, row -> Map.entry(text(row, "rolname"), row.getLong("count")));
            return going.with(objects);
        } catch (SQLException _) {
            return going;
        }
    }
}
