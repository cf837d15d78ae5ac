package dev.postern.provision.observe;

import static dev.postern.provision.observe.Catalogue.text;

import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.declare.DesiredRole;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.declare.Logins;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Roles that look as if they had been declared once; one query. */
final class LeftCatalogue {
    private static final String LEFT = """
            SELECT 'ALTERNATE' AS kind, r.rolname, x.rolname AS acts_for, '' AS datname, r.rolcanlogin
              FROM pg_roles x
              JOIN pg_roles r ON r.rolname IN (x.rolname || '_a', x.rolname || '_b')
              JOIN pg_auth_members m ON m.member = r.oid AND m.roleid = x.oid
              JOIN pg_db_role_setting s ON s.setrole = r.oid AND s.setdatabase = 0
             WHERE x.rolname = ANY (?) AND ('role=' || x.rolname) = ANY (s.setconfig)
               AND r.rolname <> ALL (?) AND NOT r.rolsuper AND r.rolname <> current_user
            UNION
            SELECT 'MIGRATOR', r.rolname, o.rolname, d.datname, r.rolcanlogin
              FROM pg_database d
              JOIN pg_roles o ON o.oid = d.datdba
              JOIN pg_db_role_setting s ON s.setdatabase = d.oid
              JOIN pg_roles r ON r.oid = s.setrole
              JOIN pg_auth_members m ON m.member = r.oid AND m.roleid = o.oid
             WHERE d.datname = ANY (?) AND ('role=' || o.rolname) = ANY (s.setconfig)
               AND r.rolname <> ALL (?) AND NOT r.rolsuper AND r.rolname <> current_user
            UNION
            SELECT 'CONNECTED', r.rolname, '', d.datname, r.rolcanlogin
              FROM pg_database d
             CROSS JOIN LATERAL aclexplode(d.datacl) a
              JOIN pg_roles r ON r.oid = a.grantee
             WHERE d.datname = ANY (?) AND d.datconnlimit = %d AND a.privilege_type = 'CONNECT' AND r.oid <> d.datdba
               AND r.rolname <> ALL (?) AND NOT r.rolsuper AND r.rolname <> current_user
             ORDER BY 1, 2, 4""".formatted(ActualDatabase.OUR_MARK);

    private LeftCatalogue() {}

    static List<Left> read(Catalogue catalogue, DesiredServer desired) throws SQLException {
        Set<String> known = new LinkedHashSet<>(desired.roleNames());
        known.addAll(desired.absent().groups());
        for (String role : desired.absent().roles()) {
            known.add(role);
            for (Logins.Turn turn : Logins.Turn.values()) {
                known.add(turn.of(role));
            }
        }
        List<String> declared = desired.roles().stream()
                .filter(role -> role.kind() == DesiredRole.Kind.DECLARED)
                .map(DesiredRole::name)
                .toList();
        List<String> databases =
                desired.databases().stream().map(DesiredDatabase::name).toList();
        return catalogue.rows(
                LEFT,
                row -> new Left(
                        Left.Kind.valueOf(text(row, "kind")),
                        text(row, "rolname"),
                        text(row, "acts_for"),
                        text(row, "datname"),
                        row.getBoolean("rolcanlogin")),
                declared,
                known,
                databases,
                known,
                databases,
                known);
    }
}
