package dev.postern.provision.observe;

import static dev.postern.provision.observe.Catalogue.text;

import dev.postern.provision.declare.DesiredServer;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Memberships that nobody has declared, and the administrator's own. */
final class BeyondCatalogue {
    private static final String MEMBERSHIPS = """
            SELECT u.rolname AS member, g.rolname AS role, coalesce(x.rolname, '') AS grantor,
                   u.rolname = current_user AS administrator
              FROM pg_auth_members m
              JOIN pg_roles u ON u.oid = m.member
              JOIN pg_roles g ON g.oid = m.roleid
              LEFT JOIN pg_roles x ON x.oid = m.grantor
             WHERE u.rolname = ANY (?) AND u.rolname <> current_user AND g.rolname <> ALL (?)
                OR u.rolname = current_user AND g.rolname = ANY (?)""";

    private static final String ADMINISTRATOR = """
            WITH RECURSIVE up AS (
                SELECT m.roleid
                  FROM pg_auth_members m JOIN pg_roles u ON u.oid = m.member
                 WHERE u.rolname = current_user
                UNION
                SELECT m.roleid
                  FROM up JOIN pg_roles u ON u.oid = up.roleid JOIN pg_auth_members m ON m.member = up.roleid
                 WHERE u.rolname <> ALL (?)
            )
            SELECT g.rolname FROM up JOIN pg_roles g ON g.oid = up.roleid WHERE g.rolname <> ALL (?)""";

    private BeyondCatalogue() {}

    static Beyond read(Catalogue catalogue, DesiredServer desired, int version) throws SQLException {
        Collection<String> names = desired.roleNames();
        Map<String, Set<String>> memberOf = new HashMap<>();
        Map<String, Set<String>> grantors = new HashMap<>();
        for (Membership one : catalogue.rows(
                MEMBERSHIPS,
                row -> new Membership(
                        text(row, "member"), text(row, "role"), text(row, "grantor"), row.getBoolean("administrator")),
                names,
                names,
                names)) {
            if (one.administrator()) {
                grantors.computeIfAbsent(one.role(), _ -> new TreeSet<>()).add(one.grantor());
            } else {
                memberOf.computeIfAbsent(one.member(), _ -> new TreeSet<>()).add(one.role());
            }
        }
        return new Beyond(
                memberOf,
                grantors,
                new HashSet<>(catalogue.rows(ADMINISTRATOR, row -> text(row, "rolname"), names, names)),
                SettingTrial.refused(catalogue, desired, version),
                LeftCatalogue.read(catalogue, desired));
    }

    private record Membership(String member, String role, String grantor, boolean administrator) {}
}
