package dev.postern.provision.observe;

import static dev.postern.provision.observe.Catalogue.text;

import dev.postern.provision.declare.Absent;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.declare.Logins;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is declared absent and is there, with all that hangs on it, in whatever database of the server. */
final class AbsentCatalogue {
    private static final String DATABASES = """
            SELECT d.datname, r.rolname AS owner, pg_has_role(d.datdba, 'USAGE') AS usable,
                   d.datname = current_database() AS current
              FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba
             WHERE d.datname = ANY (?)
             ORDER BY d.datname""";

    private static final String ROLES = """
            SELECT r.rolname, r.rolsuper, r.rolcanlogin, pg_has_role(r.oid, 'USAGE') AS usable,
                   pg_has_role(r.oid, 'MEMBER WITH ADMIN OPTION') AS administered,
                   coalesce((SELECT substr(c.setting, 6)
                               FROM pg_db_role_setting s CROSS JOIN LATERAL unnest(s.setconfig) AS c (setting)
                              WHERE s.setrole = r.oid AND s.setdatabase = 0 AND c.setting LIKE 'role=%'), '')
                     AS acts_as
              FROM pg_roles r
             WHERE r.rolname = ANY (?)""";

    private static final String PLACES = """
            SELECT DISTINCT r.rolname, d.datname, o.rolname AS owner, pg_has_role(d.datdba, 'USAGE') AS owner_usable,
                   d.datallowconn AND has_database_privilege(d.oid, 'CONNECT') AS open
              FROM pg_shdepend s
              JOIN pg_roles r ON r.oid = s.refobjid
              JOIN pg_database d ON d.oid = s.dbid
              JOIN pg_roles o ON o.oid = d.datdba
             WHERE s.refclassid = 'pg_authid'::regclass AND r.rolname = ANY (?)
             ORDER BY r.rolname, d.datname""";

    private static final String OWNS = """
            SELECT r.rolname, 'database' AS kind, d.datname AS name
              FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE r.rolname = ANY (?)
            UNION ALL
            SELECT r.rolname, 'tablespace', t.spcname
              FROM pg_tablespace t JOIN pg_roles r ON r.oid = t.spcowner WHERE r.rolname = ANY (?)
             ORDER BY 1, 2, 3""";

    private AbsentCatalogue() {}

    static ActualAbsent read(Catalogue catalogue, DesiredServer desired, Actual.Admin admin) throws SQLException {
        Absent absent = desired.absent();
        if (absent.equals(Absent.NOTHING)) {
            return ActualAbsent.NOTHING;
        }
        Map<String, String> alternates = new HashMap<>();
        Set<String> names = new LinkedHashSet<>(absent.roles());
        names.addAll(absent.groups());
        List<String> taken = new ArrayList<>(absent.roles());
        taken.addAll(absent.idle());
        for (String role : taken) {
            for (Logins.Turn turn : Logins.Turn.values()) {
                if (names.add(turn.of(role))) {
                    alternates.put(turn.of(role), role);
                }
            }
        }
        Map<String, List<ActualAbsent.Place>> places = new HashMap<>();
        catalogue
                .rows(PLACES, Placed::of, names)
                .forEach(one -> places.computeIfAbsent(one.role(), _ -> new ArrayList<>())
                        .add(one.place()));
        Map<String, List<Owned>> owned = new HashMap<>();
        catalogue
                .rows(OWNS, Owned::of, names, names)
                .forEach(one -> owned.computeIfAbsent(one.role(), _ -> new ArrayList<>())
                        .add(one));
        List<ActualAbsent.Role> roles = new ArrayList<>();
        for (Optional<ActualAbsent.Role> role : catalogue.rows(ROLES, row -> role(row, absent, alternates), names)) {
            role.map(seen -> seen.with(
                            places.getOrDefault(seen.name(), List.of()),
                            obstacles(
                                    places.getOrDefault(seen.name(), List.of()),
                                    owned.getOrDefault(seen.name(), List.of()),
                                    desired,
                                    admin.superuser())))
                    .ifPresent(roles::add);
        }
        roles.sort(Comparator.comparing((ActualAbsent.Role role) -> !alternates.containsKey(role.name()))
                .thenComparing(ActualAbsent.Role::name));
        Map<String, Going> going = GoingCatalogue.read(catalogue, absent.databases());
        Going nothing = new Going(Optional.empty(), 0, List.of(), Optional.empty());
        return new ActualAbsent(
                catalogue.rows(
                        DATABASES,
                        row -> new ActualAbsent.Database(
                                text(row, "datname"),
                                text(row, "owner"),
                                row.getBoolean("usable"),
                                row.getBoolean("current"),
                                going.getOrDefault(text(row, "datname"), nothing)),
                        absent.databases()),
                roles);
    }

    private record Placed(String role, ActualAbsent.Place place) {
        static Placed of(ResultSet row) throws SQLException {
            return new Placed(
                    text(row, "rolname"),
                    new ActualAbsent.Place(
                            text(row, "datname"),
                            row.getBoolean("open"),
                            text(row, "owner"),
                            row.getBoolean("owner_usable")));
        }
    }

    private record Owned(String role, String kind, String name) {
        static Owned of(ResultSet row) throws SQLException {
            return new Owned(text(row, "rolname"), text(row, "kind"), text(row, "name"));
        }
    }

    private static List<String> obstacles(
            List<ActualAbsent.Place> places, List<Owned> owned, DesiredServer desired, boolean superuser) {
        Set<String> declared = new LinkedHashSet<>(desired.absent().databases());
        desired.databases().forEach(database -> declared.add(database.name()));
        List<String> obstacles = new ArrayList<>();
        for (Owned one : owned) {
            // a declared one gets its owner in the same plan
            if (!one.kind().equals("database") || !declared.contains(one.name())) {
                obstacles.add("it owns the " + one.kind() + " " + one.name());
            }
        }
        for (ActualAbsent.Place place : places) {
            if (declared.contains(place.database())) {
                continue;
            }
            if (!place.open()) {
                obstacles.add("no connection may be made to the database " + place.database()
                        + ", where it owns or may do something");
            } else if (!superuser && !place.ownerUsable()) {
                obstacles.add("the administrator may not give what it owns or may do in " + place.database() + " to "
                        + place.owner());
            }
        }
        return obstacles;
    }

    // a group that logs in is somebody's own role, and so is one that only looks like an alternate
    private static Optional<ActualAbsent.Role> role(ResultSet row, Absent absent, Map<String, String> alternates)
            throws SQLException {
        String name = text(row, "rolname");
        boolean login = row.getBoolean("rolcanlogin");
        String real = alternates.get(name);
        if ((real != null && !real.equals(text(row, "acts_as")))
                || (login && absent.groups().contains(name))) {
            return Optional.empty();
        }
        return Optional.of(new ActualAbsent.Role(
                name,
                row.getBoolean("rolsuper"),
                login,
                row.getBoolean("usable"),
                row.getBoolean("administered"),
                List.of(),
                List.of()));
    }
}
