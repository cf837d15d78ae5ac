package dev.postern.provision.observe;

import static dev.postern.provision.observe.Catalogue.optional;
import static dev.postern.provision.observe.Catalogue.text;

import dev.postern.provision.declare.DesiredRole;
import dev.postern.provision.declare.DesiredServer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Roles, who is whose member, and who is that nobody has declared. */
record RoleCatalogue(Map<String, ActualRole> roles, Map<String, Set<String>> strangers) {
    // before 16 there is no SET option: every membership lets its member SET ROLE
    private static final String ROLES = """
            SELECT r.rolname, r.rolsuper, r.rolcanlogin, r.rolinherit, r.rolcreaterole, r.rolcreatedb,
                   r.rolreplication, r.rolbypassrls, r.rolconnlimit,
                   CASE WHEN isfinite(r.rolvaliduntil) THEN extract(epoch FROM r.rolvaliduntil)::bigint END AS until,
                   shobj_description(r.oid, 'pg_authid') AS comment, pg_has_role(r.oid, 'USAGE') AS usable,
                   pg_has_role(
                     r.oid, CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END)
                     AS settable, pg_has_role(r.oid, 'MEMBER WITH ADMIN OPTION') AS administered
              FROM pg_roles r WHERE r.rolname = ANY (?)""";

    private static final String REACHES = """
            WITH RECURSIVE up AS (
                SELECT m.member AS start, m.roleid AS reached
                  FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member
                 WHERE r.rolname = ANY (?)
                UNION
                SELECT u.start, m.roleid FROM up u JOIN pg_auth_members m ON m.member = u.reached
            )
            SELECT r.rolname AS member, g.rolname AS role,
                   g.rolsuper OR g.rolcreaterole OR g.rolreplication OR g.rolbypassrls OR g.rolname IN (
                     'pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files') AS powerful
              FROM up u JOIN pg_roles r ON r.oid = u.start JOIN pg_roles g ON g.oid = u.reached""";

    // before 16 pg_auth_members has no options of its own
    private static final String MEMBERSHIPS = """
            SELECT u.rolname AS member, g.rolname AS role, coalesce(x.rolname, '') AS grantor, u.rolsuper,
                   coalesce((to_jsonb(m) ->> 'inherit_option')::boolean, u.rolinherit) AS inherit,
                   coalesce((to_jsonb(m) ->> 'set_option')::boolean, true) AS set
              FROM pg_auth_members m
              JOIN pg_roles u ON u.oid = m.member
              JOIN pg_roles g ON g.oid = m.roleid
              LEFT JOIN pg_roles x ON x.oid = m.grantor
             WHERE u.rolname = ANY (?) AND g.rolname = ANY (?) OR g.rolname = ANY (?)""";

    private static final String SETTINGS = """
            SELECT r.rolname, c.setting
              FROM pg_db_role_setting s
              JOIN pg_roles r ON r.oid = s.setrole
             CROSS JOIN LATERAL unnest(s.setconfig) AS c (setting)
             WHERE s.setdatabase = 0 AND r.rolname = ANY (?)""";

    static RoleCatalogue read(Catalogue catalogue, DesiredServer desired, String admin) throws SQLException {
        Collection<String> names = desired.roleNames();
        List<String> groups = desired.roles().stream()
                .filter(role -> role.kind() == DesiredRole.Kind.GROUP)
                .map(DesiredRole::name)
                .toList();
        List<Member> members = catalogue.rows(MEMBERSHIPS, Member::of, names, names, groups);
        Map<String, Map<String, ActualRole.Membership>> memberships = new HashMap<>();
        Map<String, Set<String>> strangers = new HashMap<>();
        for (Member one : members) {
            memberships
                    .computeIfAbsent(one.member(), _ -> new HashMap<>())
                    .merge(one.role(), one.membership(), ActualRole.Membership::and);
            if (!names.contains(one.member())
                    && !one.superuser()
                    && !one.member().equals(admin)) {
                strangers.computeIfAbsent(one.role(), _ -> new TreeSet<>()).add(one.member());
            }
        }
        Map<String, Set<String>> reaches = new HashMap<>();
        Map<String, Set<String>> powerful = new HashMap<>();
        for (Reach one : catalogue.rows(REACHES, Reach::of, names)) {
            reaches.computeIfAbsent(one.member(), _ -> new TreeSet<>()).add(one.role());
            if (one.powerful()) {
                powerful.computeIfAbsent(one.member(), _ -> new TreeSet<>()).add(one.role());
            }
        }
        Map<String, Map<String, String>> settings = new HashMap<>();
        catalogue
                .rows(SETTINGS, row -> Setting.of(text(row, "rolname"), text(row, "setting")), names)
                .forEach(one -> one.into(settings));
        Map<String, ActualRole> roles = new HashMap<>();
        for (ActualRole role :
                catalogue.rows(ROLES, row -> role(row, memberships, reaches, powerful, settings), names)) {
            roles.put(role.name(), role);
        }
        return new RoleCatalogue(roles, strangers);
    }

    private record Member(String member, String role, boolean superuser, ActualRole.Membership membership) {
        static Member of(ResultSet row) throws SQLException {
            boolean inherit = row.getBoolean("inherit");
            return new Member(
                    text(row, "member"),
                    text(row, "role"),
                    row.getBoolean("rolsuper"),
                    new ActualRole.Membership(inherit, row.getBoolean("set"), Map.of(text(row, "grantor"), inherit)));
        }
    }

    private record Reach(String member, String role, boolean powerful) {
        static Reach of(ResultSet row) throws SQLException {
            return new Reach(text(row, "member"), text(row, "role"), row.getBoolean("powerful"));
        }
    }

    private static ActualRole role(
            ResultSet row,
            Map<String, Map<String, ActualRole.Membership>> memberships,
            Map<String, Set<String>> reaches,
            Map<String, Set<String>> powerful,
            Map<String, Map<String, String>> settings)
            throws SQLException {
        String name = text(row, "rolname");
        return new ActualRole(
                name,
                new ActualRole.Attributes(
                        row.getBoolean("rolsuper"),
                        row.getBoolean("rolcanlogin"),
                        row.getBoolean("rolinherit"),
                        row.getBoolean("rolcreaterole"),
                        row.getBoolean("rolcreatedb"),
                        row.getBoolean("rolreplication"),
                        row.getBoolean("rolbypassrls")),
                row.getInt("rolconnlimit"),
                optional(row, "until").map(Long::parseLong).map(Instant::ofEpochSecond),
                optional(row, "comment"),
                row.getBoolean("usable"),
                row.getBoolean("settable"),
                row.getBoolean("administered"),
                settings.getOrDefault(name, Map.of()),
                memberships.getOrDefault(name, Map.of()),
                reaches.getOrDefault(name, Set.of()),
                powerful.getOrDefault(name, Set.of()));
    }
}
