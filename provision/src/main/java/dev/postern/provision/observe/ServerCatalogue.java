package dev.postern.provision.observe;

import static dev.postern.provision.observe.Catalogue.optional;
import static dev.postern.provision.observe.Catalogue.text;

import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.declare.DesiredRole;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.observe.Catalogue.Granted;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Roles and databases. */
final class ServerCatalogue {
    private static final int OLDEST = 13;

    private static final String SELF = """
            SELECT current_setting('server_version_num')::int AS version,
                   pg_is_in_recovery() AS in_recovery, rolname, rolsuper, rolcreaterole, rolcreatedb
              FROM pg_roles WHERE rolname = current_user""";

    // before 16 there is no SET option: every membership lets its member SET ROLE
    private static final String ROLES = """
            SELECT rolname, rolsuper, rolcanlogin, rolinherit, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
                   rolconnlimit, pg_has_role(oid, 'USAGE') AS usable, pg_has_role(
                     oid, CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END)
                     AS settable
              FROM pg_roles WHERE rolname = ANY (?)""";

    // MEMBER: may at least SET ROLE or make itself able to; a superuser is a member of everything, which says nothing
    private static final String REACHES = """
            SELECT r.rolname AS member, g.rolname AS role
              FROM pg_roles r
              JOIN pg_roles g ON g.oid <> r.oid AND pg_has_role(r.oid, g.oid, 'MEMBER')
             WHERE r.rolname = ANY (?) AND NOT r.rolsuper
               AND (g.rolname = ANY (?) OR g.rolsuper OR g.rolcreaterole OR g.rolreplication OR g.rolbypassrls
                    OR g.rolname IN ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files'))""";

    // before 16 pg_auth_members has no options of its own
    private static final String MEMBERSHIPS = """
            SELECT u.rolname AS member, g.rolname AS role,
                   bool_or(coalesce((to_jsonb(m) ->> 'inherit_option')::boolean, u.rolinherit)) AS inherit,
                   bool_or(coalesce((to_jsonb(m) ->> 'set_option')::boolean, true)) AS set
              FROM pg_auth_members m
              JOIN pg_roles u ON u.oid = m.member
              JOIN pg_roles g ON g.oid = m.roleid
             WHERE u.rolname = ANY (?) AND g.rolname = ANY (?)
             GROUP BY u.rolname, g.rolname""";

    private static final String DATABASES = """
            SELECT d.datname, r.rolname AS owner, d.datallowconn
              FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba
             WHERE d.datname = ANY (?)""";

    private static final String DATABASE_GRANTS = """
            SELECT d.datname, coalesce(r.rolname, 'public') AS grantee, a.privilege_type
              FROM pg_database d
             CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
              LEFT JOIN pg_roles r ON r.oid = a.grantee
             WHERE d.datname = ANY (?) AND (a.grantee = 0 OR r.rolname = ANY (?))""";

    private static final String ROLE_SETTINGS = """
            SELECT d.datname, r.rolname, substr(c.setting, 6) AS value
              FROM pg_db_role_setting s
              JOIN pg_database d ON d.oid = s.setdatabase
              JOIN pg_roles r ON r.oid = s.setrole
             CROSS JOIN LATERAL unnest(s.setconfig) AS c (setting)
             WHERE d.datname = ANY (?) AND r.rolname = ANY (?) AND c.setting LIKE 'role=%'""";

    private static final String EXTENSIONS = """
            SELECT a.name, x.schema, x.trusted
              FROM pg_available_extensions a
              JOIN pg_available_extension_versions x ON x.name = a.name AND x.version = a.default_version
             WHERE a.name = ANY (?)""";

    private ServerCatalogue() {}

    static Actual read(Catalogue catalogue, DesiredServer desired) throws SQLException {
        Self self = catalogue.rows(SELF, ServerCatalogue::self).getFirst();
        if (self.version() / 10_000 < OLDEST) {
            throw new ProvisionException(
                    ProvisionCode.VERSION_TOO_OLD,
                    "the cluster " + desired.cluster() + " runs PostgreSQL " + self.version() / 10_000
                            + "; this build provisions " + OLDEST + " and newer",
                    "upgrade the server");
        }
        List<String> roles = desired.roles().stream().map(DesiredRole::name).toList();
        Set<String> owners = new LinkedHashSet<>();
        desired.databases().forEach(database -> owners.add(database.owner()));
        List<String> databases =
                desired.databases().stream().map(DesiredDatabase::name).toList();
        return new Actual(
                self.version(),
                self.admin(),
                self.inRecovery(),
                roles(catalogue, roles, owners),
                databases(catalogue, self.version(), databases, roles),
                extensions(catalogue, desired));
    }

    private static Map<String, Actual.Extension> extensions(Catalogue catalogue, DesiredServer desired)
            throws SQLException {
        Set<String> wanted = new LinkedHashSet<>();
        wanted.add(Actual.IDENTITY_EXTENSION);
        desired.databases().forEach(database -> wanted.addAll(database.extensions()));
        Map<String, Actual.Extension> extensions = new HashMap<>();
        catalogue.rows(
                EXTENSIONS,
                row -> extensions.put(
                        text(row, "name"), new Actual.Extension(optional(row, "schema"), row.getBoolean("trusted"))),
                wanted);
        return extensions;
    }

    private record Self(int version, Actual.Admin admin, boolean inRecovery) {}

    private static Self self(ResultSet row) throws SQLException {
        return new Self(
                row.getInt("version"),
                new Actual.Admin(
                        text(row, "rolname"),
                        row.getBoolean("rolsuper"),
                        row.getBoolean("rolcreaterole"),
                        row.getBoolean("rolcreatedb")),
                row.getBoolean("in_recovery"));
    }

    private record Member(String member, String role, ActualRole.Membership membership) {}

    private static Map<String, ActualRole> roles(Catalogue catalogue, List<String> names, Set<String> owners)
            throws SQLException {
        Map<String, Map<String, ActualRole.Membership>> memberships = new HashMap<>();
        List<Member> members = catalogue.rows(
                MEMBERSHIPS,
                row -> new Member(
                        text(row, "member"),
                        text(row, "role"),
                        new ActualRole.Membership(row.getBoolean("inherit"), row.getBoolean("set"))),
                names,
                names);
        members.forEach(one ->
                memberships.computeIfAbsent(one.member(), _ -> new HashMap<>()).put(one.role(), one.membership()));
        Map<String, Set<String>> reaches = new HashMap<>();
        catalogue
                .rows(REACHES, row -> new Reach(text(row, "member"), text(row, "role")), names, owners)
                .forEach(one -> reaches.computeIfAbsent(one.member(), _ -> new TreeSet<>())
                        .add(one.role()));
        Map<String, ActualRole> roles = new HashMap<>();
        for (ActualRole role : catalogue.rows(ROLES, row -> role(row, memberships, reaches), names)) {
            roles.put(role.name(), role);
        }
        return roles;
    }

    private record Reach(String member, String role) {}

    private static ActualRole role(
            ResultSet row,
            Map<String, Map<String, ActualRole.Membership>> memberships,
            Map<String, Set<String>> reaches)
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
                row.getBoolean("usable"),
                row.getBoolean("settable"),
                memberships.getOrDefault(name, Map.of()),
                reaches.getOrDefault(name, Set.of()));
    }

    private record Setting(String database, String role, String value) {}

    private record Seen(String name, String owner, boolean open) {}

    private static Map<String, ActualDatabase> databases(
            Catalogue catalogue, int version, List<String> names, List<String> roles) throws SQLException {
        Map<String, Grants> grants = Catalogue.grants(catalogue.rows(
                DATABASE_GRANTS,
                row -> new Granted<>(text(row, "datname"), text(row, "grantee"), text(row, "privilege_type")),
                names,
                roles));
        Map<String, Map<String, String>> settings = new HashMap<>();
        catalogue
                .rows(
                        ROLE_SETTINGS,
                        row -> new Setting(text(row, "datname"), text(row, "rolname"), text(row, "value")),
                        names,
                        roles)
                .forEach(one -> settings.computeIfAbsent(one.database(), _ -> new HashMap<>())
                        .put(one.role(), one.value()));
        Map<String, ActualDatabase> databases = new HashMap<>();
        for (Seen seen : catalogue.rows(
                DATABASES,
                row -> new Seen(text(row, "datname"), text(row, "owner"), row.getBoolean("datallowconn")),
                names)) {
            databases.put(
                    seen.name(),
                    new ActualDatabase(
                            seen.name(),
                            seen.owner(),
                            grants.getOrDefault(seen.name(), Grants.NONE),
                            settings.getOrDefault(seen.name(), Map.of()),
                            seen.open() ? Optional.of(ActualContents.fresh(version)) : Optional.empty()));
        }
        return databases;
    }
}
