package dev.postern.provision.observe;

import static dev.postern.provision.observe.Catalogue.optional;
import static dev.postern.provision.observe.Catalogue.text;

import dev.postern.provision.observe.ActualContents.ActualFunction;
import dev.postern.provision.observe.ActualContents.ActualTrigger;
import dev.postern.provision.observe.Catalogue.Granted;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The functions that Postern makes itself, and its event trigger. */
final class HelperCatalogue {
    // before 11 there is no prokind; a procedure returns no type
    private static final String FUNCTIONS = """
            SELECT p.proname, r.rolname AS owner, r.rolsuper, format_type(p.prorettype, NULL) AS returns, l.lanname,
                   p.provolatile, p.prosecdef, p.proconfig, p.prosrc, coalesce(g.rolname, 'public') AS grantee,
                   a.privilege_type
              FROM pg_proc p
              JOIN pg_namespace n ON n.oid = p.pronamespace
              JOIN pg_roles r ON r.oid = p.proowner
              JOIN pg_language l ON l.oid = p.prolang
              LEFT JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a ON true
              LEFT JOIN pg_roles g ON g.oid = a.grantee
             WHERE n.nspname || '.' || p.proname = ANY (?) AND p.pronargs = 0
               AND p.prorettype <> 0 AND NOT EXISTS (SELECT FROM pg_aggregate x WHERE x.aggfnoid = p.oid)
               AND (a.grantee IS NULL OR a.grantee = 0 OR g.rolname = ANY (?) OR a.grantee = p.proowner)""";

    private static final String TRIGGER = """
            SELECT e.evtevent, e.evtenabled, e.evttags, n.nspname || '.' || p.proname AS function, r.rolsuper
              FROM pg_event_trigger e
              JOIN pg_proc p ON p.oid = e.evtfoid
              JOIN pg_namespace n ON n.oid = p.pronamespace
              JOIN pg_roles r ON r.oid = e.evtowner
             WHERE e.evtname = 'grant_app_permissions_trigger'""";

    private static final List<String> NAMES = List.of(
            "postern.identity", "public.grant_app_permissions", "public.grant_app_permissions_on_existing_tables");

    /** The functions of {@code grantTrigger}, which a superuser has to own. */
    static final List<String> OF_TRIGGER = List.of("grant_app_permissions", "grant_app_permissions_on_existing_tables");

    private HelperCatalogue() {}

    /** By name without schema. */
    static Map<String, ActualFunction> functions(Catalogue catalogue, Collection<String> roles) throws SQLException {
        List<Granted<String>> granted = new ArrayList<>();
        Map<String, ActualFunction> functions = new HashMap<>();
        catalogue.rows(
                FUNCTIONS,
                row -> {
                    String name = text(row, "proname");
                    Optional<String> privilege = optional(row, "privilege_type");
                    if (privilege.isPresent()) {
                        granted.add(new Granted<>(name, text(row, "grantee"), privilege.get()));
                    }
                    return functions.put(name, function(row));
                },
                NAMES,
                roles);
        Map<String, Grants> grants = Catalogue.grants(granted);
        functions.replaceAll((name, function) -> function.with(grants.getOrDefault(name, Grants.NONE)));
        return functions;
    }

    static Optional<ActualTrigger> trigger(Catalogue catalogue) throws SQLException {
        return catalogue
                .rows(
                        TRIGGER,
                        row -> new ActualTrigger(
                                text(row, "evtevent"),
                                text(row, "evtenabled"),
                                Set.copyOf(strings(row.getArray("evttags"))),
                                text(row, "function"),
                                row.getBoolean("rolsuper")))
                .stream()
                .findFirst();
    }

    private static ActualFunction function(ResultSet row) throws SQLException {
        return new ActualFunction(
                text(row, "owner"),
                row.getBoolean("rolsuper"),
                text(row, "returns"),
                text(row, "lanname"),
                text(row, "provolatile"),
                row.getBoolean("prosecdef"),
                strings(row.getArray("proconfig")),
                text(row, "prosrc"),
                Grants.NONE);
    }

    private static List<String> strings(Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
