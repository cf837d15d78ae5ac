package dev.postern.provision.plan;

import static dev.postern.postgres.quote.Quote.identifier;
import static dev.postern.postgres.quote.Quote.literal;

import dev.postern.model.DatabaseRole.Profile;
import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.observe.ActualDatabase;
import dev.postern.provision.observe.ActualExcess;
import dev.postern.provision.observe.ActualExcess.ByDefault;
import dev.postern.provision.observe.ActualExcess.Direct;
import dev.postern.provision.observe.ActualExcess.Foreign;
import dev.postern.provision.observe.Grants;
import dev.postern.provision.observe.ObjectKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What declared roles may do beyond their profiles, and what their migrators may not. Somebody gave these rights and may
 * live on them, so each is told with the statement that takes it away, and left.
 */
final class ExcessFindings {
    private final Draft draft;
    private final DesiredDatabase database;
    private final Optional<ActualDatabase> seen;
    private final ActualExcess excess;
    private final int major;
    private final Map<String, Profile> profiles = new HashMap<>();

    ExcessFindings(
            Draft draft, DesiredDatabase database, Optional<ActualDatabase> seen, ActualExcess excess, int major) {
        this.draft = draft;
        this.database = database;
        this.seen = seen;
        this.excess = excess;
        this.major = major;
        database.members().forEach(member -> member.logins().forEach(login -> profiles.put(login, member.profile())));
    }

    void plan() {
        onDatabase();
        direct();
        byDefault();
        excess.foreign().forEach(this::foreign);
    }

    private String routine() {
        return major < 11 ? "FUNCTION" : "ROUTINE";
    }

    private String profile(String grantee) {
        Profile profile = profiles.get(grantee);
        return profile == null
                ? "; somebody may live on it"
                : ", more than the profile " + profile.name().toLowerCase(Locale.ROOT) + " says";
    }

    // a migrator acts as the owner, who may do all that anyway
    private boolean beyond(String grantee, boolean managed, ObjectKind kind, String privilege) {
        Profile profile = profiles.get(grantee);
        return profile == null
                || (profile != Profile.MIGRATOR
                        && !(managed && Rights.of(profile, kind).contains(privilege)));
    }

    private static String to(String grantee) {
        return grantee.equals(Grants.PUBLIC) ? "PUBLIC" : identifier(grantee);
    }

    private static String who(String grantee) {
        return grantee.equals(Grants.PUBLIC) ? "PUBLIC, which is every role of the server," : grantee;
    }

    private void onDatabase() {
        Map<Set<String>, List<String>> byPrivileges = new LinkedHashMap<>();
        profiles.forEach((login, profile) -> {
            Set<String> held = new TreeSet<>(
                    seen.map(ActualDatabase::grants).orElse(Grants.NONE).of(login));
            held.remove("CONNECT");
            if (!held.isEmpty()
                    && profile != Profile.MIGRATOR
                    && !seen.map(ActualDatabase::owner).equals(Optional.of(login))) {
                byPrivileges.computeIfAbsent(held, _ -> new ArrayList<>()).add(login);
            }
        });
        byPrivileges.forEach((privileges, logins) -> draft.warning(
                Listed.some(logins.stream().sorted().toList()) + (logins.size() == 1 ? " has " : " have ")
                        + String.join(" and ", privileges) + " on database " + database.name()
                        + ", more than declared",
                "REVOKE " + String.join(", ", privileges) + " ON DATABASE " + identifier(database.name()) + " FROM "
                        + Missing.names(logins.stream().sorted().toList())));
    }

    /** What has the same objects. */
    private record Same(
            String grantee, ObjectKind kind, boolean columns, long count, List<String> names, List<String> schemas) {}

    private void direct() {
        Map<Same, List<String>> privileges = new LinkedHashMap<>();
        for (Direct one : excess.direct()) {
            if (beyond(one.grantee(), one.managed(), one.kind(), one.privilege())) {
                privileges
                        .computeIfAbsent(
                                new Same(
                                        one.grantee(),
                                        one.kind(),
                                        one.columns(),
                                        one.count(),
                                        one.names(),
                                        one.schemas()),
                                _ -> new ArrayList<>())
                        .add(one.privilege());
            }
        }
        privileges.forEach((same, all) -> draft.warning(
                who(same.grantee()) + " has " + String.join(", ", all) + " on " + same.count() + " "
                        + (same.columns()
                                ? "columns"
                                : same.kind().plural(major).toLowerCase(Locale.ROOT)) + " of "
                        + database.name() + " (" + Listed.some(same.names(), same.count()) + ")"
                        + profile(same.grantee()),
                "REVOKE " + String.join(", ", all) + " ON " + objects(same) + " FROM " + to(same.grantee()) + ", in "
                        + database.name()));
    }

    private String objects(Same same) {
        String schemas = Missing.names(same.schemas());
        if (same.kind() == ObjectKind.SCHEMA) {
            return "SCHEMA " + schemas;
        }
        if (same.columns() || same.count() > same.names().size()) {
            return "ALL " + same.kind().plural(major) + " IN SCHEMA " + schemas;
        }
        return switch (same.kind()) {
                    case SEQUENCE -> "SEQUENCE ";
                    case ROUTINE -> routine() + " ";
                    case TABLE, SCHEMA -> "TABLE ";
                }
                + String.join(", ", same.names());
    }

    private void byDefault() {
        Map<ByDefault, List<String>> privileges = new LinkedHashMap<>();
        for (ByDefault one : excess.byDefault()) {
            if (beyond(one.grantee(), true, one.kind(), one.privilege())) {
                privileges
                        .computeIfAbsent(
                                new ByDefault(one.grantee(), one.kind(), "", one.creators(), one.schemas()),
                                _ -> new ArrayList<>())
                        .add(one.privilege());
            }
        }
        privileges.forEach((same, all) -> draft.warning(
                who(same.grantee()) + " will have " + String.join(", ", all) + " on the "
                        + same.kind().plural(major).toLowerCase(Locale.ROOT) + " that " + Listed.some(same.creators())
                        + " will make in " + database.name()
                        + (same.schemas().isEmpty() ? "" : ", schemas " + Listed.some(same.schemas()))
                        + profile(same.grantee()),
                "ALTER DEFAULT PRIVILEGES FOR ROLE " + Missing.names(same.creators())
                        + (same.schemas().isEmpty() ? "" : " IN SCHEMA " + Missing.names(same.schemas())) + " REVOKE "
                        + String.join(", ", all) + " ON " + same.kind().plural(major) + " FROM " + to(same.grantee())
                        + ", in " + database.name()));
    }

    private void foreign(Foreign foreign) {
        String owner = identifier(database.owner());
        String sql;
        if (foreign.count() <= foreign.names().size()) {
            sql = foreign.names().stream()
                    .map(name -> "ALTER " + name.replaceFirst("^ROUTINE ", routine() + " ") + " OWNER TO " + owner)
                    .collect(Collectors.joining("; "));
        } else if (foreign.superuser()) {
            sql = each(foreign);
        } else {
            sql = "REASSIGN OWNED BY " + identifier(foreign.owner()) + " TO " + owner;
        }
        draft.warning(
                foreign.count() + " objects of " + database.name() + " ("
                        + Listed.some(
                                foreign.names().stream()
                                        .map(name -> name.substring(name.indexOf(' ') + 1))
                                        .toList(),
                                foreign.count())
                        + ") belong to " + foreign.owner() + " and not to " + database.owner()
                        + (profiles.containsKey(foreign.owner())
                                ? profile(foreign.owner())
                                : ": a migrator that changes them is told that it must be their owner"),
                sql + ", in " + database.name());
    }

    // what a superuser owns cannot all be given away at once: the server's own is among it
    private String each(Foreign foreign) {
        String owner = literal(database.owner());
        String schemas = foreign.schemas().stream()
                .map(schema -> literal(identifier(schema)) + "::regnamespace")
                .collect(Collectors.joining(", "));
        String whose = literal(identifier(foreign.owner())) + "::regrole";
        return "DO $each$ DECLARE s text; BEGIN FOR s IN SELECT format('ALTER TABLE %s OWNER TO %I', o.oid::regclass, "
                + owner + ") FROM pg_class o WHERE o.relkind IN ('r', 'p', 'v', 'm', 'f') AND o.relowner = " + whose
                + " AND o.relnamespace IN (" + schemas + ")" + notOfExtensions("pg_class")
                + " UNION ALL SELECT format('ALTER " + routine() + " %s OWNER TO %I', o.oid::regprocedure, " + owner
                + ") FROM pg_proc o WHERE o.proowner = " + whose + " AND o.pronamespace IN (" + schemas + ")"
                + notOfExtensions("pg_proc") + " LOOP EXECUTE s; END LOOP; END $each$";
    }

    private static String notOfExtensions(String catalogue) {
        return " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '" + catalogue
                + "'::regclass AND d.objid = o.oid AND d.deptype = 'e')";
    }
}
