package dev.postern.provision.observe;

import static dev.postern.provision.observe.Catalogue.optional;
import static dev.postern.provision.observe.Catalogue.text;

import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.observe.Catalogue.Granted;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The server, its databases, and what could be installed or set. */
final class ServerCatalogue {
    private static final int OLDEST = 10;

    // reserved_connections is there from 16 on
    private static final String SELF = """
            SELECT current_setting('server_version_num')::int AS version,
                   current_setting('max_connections')::int AS connections,
                   current_setting('superuser_reserved_connections')::int
                     + coalesce(current_setting('reserved_connections', true)::int, 0) AS reserved,
                   pg_is_in_recovery() AS in_recovery, rolname, rolsuper, rolcreaterole, rolcreatedb
              FROM pg_roles WHERE rolname = current_user""";

    private static final String DATABASES = """
            SELECT d.datname, r.rolname AS owner, d.datallowconn, d.datconnlimit,
                   shobj_description(d.oid, 'pg_database') AS comment
              FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba
             WHERE d.datname = ANY (?)""";

    private static final String DATABASE_GRANTS = """
            SELECT d.datname, coalesce(r.rolname, 'public') AS grantee, a.privilege_type
              FROM pg_database d
             CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
              LEFT JOIN pg_roles r ON r.oid = a.grantee
             WHERE d.datname = ANY (?) AND (a.grantee IN (0, d.datdba) OR r.rolname = ANY (?))""";

    private static final String SETTINGS = """
            SELECT d.datname, coalesce(r.rolname, '') AS rolname, c.setting
              FROM pg_db_role_setting s
              JOIN pg_database d ON d.oid = s.setdatabase
              LEFT JOIN pg_roles r ON r.oid = s.setrole
             CROSS JOIN LATERAL unnest(s.setconfig) AS c (setting)
             WHERE d.datname = ANY (?) AND (s.setrole = 0 OR r.rolname = ANY (?))""";

    // Turkish makes another letter of the I in IntervalStyle
    private static final String CONTEXTS = """
            SELECT lower(name COLLATE "C") AS name, context
              FROM pg_settings WHERE lower(name COLLATE "C") = ANY (?)""";

    // before 13 nothing is trusted
    private static final String EXTENSIONS = """
            SELECT a.name, x.schema, coalesce((to_jsonb(x) ->> 'trusted')::boolean, false) AS trusted
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
                            + ", and is looked at from " + OLDEST + " on",
                    "upgrade the server");
        }
        RoleCatalogue roles =
                RoleCatalogue.read(catalogue, desired, self.admin().name());
        List<String> databases =
                desired.databases().stream().map(DesiredDatabase::name).toList();
        return new Actual(
                self.version(),
                self.admin(),
                self.inRecovery(),
                self.connections(),
                roles.roles(),
                roles.strangers(),
                databases(catalogue, self, databases, desired.roleNames()),
                contexts(catalogue, desired),
                extensions(catalogue, desired),
                AbsentCatalogue.read(catalogue, desired, self.admin()),
                BeyondCatalogue.read(catalogue, desired, self.version()));
    }

    private static Map<String, String> contexts(Catalogue catalogue, DesiredServer desired) throws SQLException {
        Set<String> wanted = new LinkedHashSet<>();
        for (DesiredDatabase database : desired.databases()) {
            wanted.addAll(database.settings().keySet());
            database.members().forEach(member -> wanted.addAll(member.settings().keySet()));
        }
        List<String> lower =
                wanted.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        Map<String, String> contexts = new HashMap<>();
        catalogue.rows(CONTEXTS, row -> contexts.put(text(row, "name"), text(row, "context")), lower);
        return contexts;
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

    private record Self(int version, Actual.Admin admin, Actual.Connections connections, boolean inRecovery) {}

    private static Self self(ResultSet row) throws SQLException {
        return new Self(
                row.getInt("version"),
                new Actual.Admin(
                        text(row, "rolname"),
                        row.getBoolean("rolsuper"),
                        row.getBoolean("rolcreaterole"),
                        row.getBoolean("rolcreatedb")),
                new Actual.Connections(row.getInt("connections"), row.getInt("reserved")),
                row.getBoolean("in_recovery"));
    }

    private record DatabaseSetting(String database, Setting setting) {}

    private record Seen(ActualDatabase database, boolean open) {}

    private static Map<String, ActualDatabase> databases(
            Catalogue catalogue, Self self, List<String> names, Collection<String> roles) throws SQLException {
        Map<String, Grants> grants = Catalogue.grants(catalogue.rows(
                DATABASE_GRANTS,
                row -> new Granted<>(text(row, "datname"), text(row, "grantee"), text(row, "privilege_type")),
                names,
                roles));
        Map<String, Map<String, Map<String, String>>> settings = new HashMap<>();
        catalogue
                .rows(
                        SETTINGS,
                        row -> new DatabaseSetting(
                                text(row, "datname"), Setting.of(text(row, "rolname"), text(row, "setting"))),
                        names,
                        roles)
                .forEach(one -> one.setting().into(settings.computeIfAbsent(one.database(), _ -> new HashMap<>())));
        Map<String, ActualDatabase> databases = new HashMap<>();
        for (Seen seen : catalogue.rows(DATABASES, row -> seen(row, grants, settings), names)) {
            ActualDatabase one = seen.database();
            databases.put(
                    one.name(),
                    seen.open()
                            ? one.with(ActualContents.fresh(
                                    self.version(), self.admin().superuser()))
                            : one);
        }
        return databases;
    }

    private static Seen seen(
            ResultSet row, Map<String, Grants> grants, Map<String, Map<String, Map<String, String>>> settings)
            throws SQLException {
        String name = text(row, "datname");
        Map<String, Map<String, String>> bySession = settings.getOrDefault(name, Map.of());
        return new Seen(
                new ActualDatabase(
                        name,
                        text(row, "owner"),
                        row.getInt("datconnlimit"),
                        grants.getOrDefault(name, Grants.NONE),
                        bySession.getOrDefault("", Map.of()),
                        bySession,
                        optional(row, "comment"),
                        Optional.empty()),
                row.getBoolean("datallowconn"));
    }
}
