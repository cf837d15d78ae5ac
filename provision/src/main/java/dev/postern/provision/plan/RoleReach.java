package dev.postern.provision.plan;

import static dev.postern.postgres.quote.Quote.identifier;

import dev.postern.model.DatabaseRole.Profile;
import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.declare.DesiredRole;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.ActualRole;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What roles get by memberships that are not Postern's. Powers over the server are told before they are given, and the
 * administrator never acts for somebody who has them: it would have them, too.
 */
final class RoleReach {
    /** Whoever has one of these can become superuser. */
    private static final Set<String> OVER_THE_SERVER =
            Set.of("pg_execute_server_program", "pg_read_server_files", "pg_write_server_files");

    private static final Set<String> OVER_ALL_DATA = Set.of("pg_read_all_data", "pg_write_all_data");

    private final Draft draft;
    private final DesiredServer desired;
    private final Actual actual;
    /** Whom the administrator must not act for, with what it would get. */
    private final Map<String, Set<String>> apart = new TreeMap<>();
    /** By role: whom any profile would make it act for in its databases. */
    private final Map<String, Set<String>> ofProfiles = new HashMap<>();

    RoleReach(Draft draft, DesiredServer desired, Actual actual) {
        this.draft = draft;
        this.desired = desired;
        this.actual = actual;
        for (DesiredDatabase database : desired.databases()) {
            for (DesiredDatabase.Member member : database.members()) {
                Set<String> groups = ofProfiles.computeIfAbsent(member.role(), _ -> new LinkedHashSet<>());
                for (Profile profile : Profile.values()) {
                    database.actsFor(profile).ifPresent(groups::add);
                }
            }
        }
        if (!actual.admin().superuser()) {
            Map<String, DesiredRole> roles = new LinkedHashMap<>();
            desired.roles().forEach(role -> roles.put(role.name(), role));
            for (DesiredDatabase database : desired.databases()) {
                for (String creator : database.creators()) {
                    Set<String> powers = powers(creator, roles);
                    powers.removeAll(actual.beyond().administratorReaches());
                    if (!powers.isEmpty() && !creator.equals(actual.admin().name())) {
                        apart.put(creator, powers);
                    }
                }
            }
        }
    }

    private Set<String> powers(String name, Map<String, DesiredRole> roles) {
        Set<String> reached = new TreeSet<>();
        DesiredRole wanted = roles.get(name);
        if (wanted != null) {
            wanted.inRoles().forEach(group -> reached.addAll(reachedBy(group)));
        }
        reached.addAll(reachedBy(name));
        reached.remove(name);
        Set<String> powerful = powerful(name);
        reached.removeIf(role -> !role.startsWith("pg_")
                && !powerful.contains(role)
                && powersOf(role).isEmpty());
        return reached;
    }

    private Set<String> reachedBy(String name) {
        Set<String> reached = new TreeSet<>(Set.of(name));
        ActualRole seen = actual.roles().get(name);
        if (seen != null) {
            reached.addAll(seen.reaches());
        }
        return reached;
    }

    private Set<String> powerful(String name) {
        ActualRole seen = actual.roles().get(name);
        return seen == null ? Set.of() : seen.powerful();
    }

    /** The role itself and what it is in, as far as that is power over the whole server. */
    private Set<String> powersOf(String group) {
        Set<String> powers = new TreeSet<>(powerful(group));
        ActualRole seen = actual.roles().get(group);
        boolean itself = seen != null
                && (seen.attributes().superuser()
                        || seen.attributes().createRole()
                        || seen.attributes().replication()
                        || seen.attributes().bypassRls());
        if (itself || OVER_THE_SERVER.contains(group)) {
            powers.add(group);
        }
        return powers;
    }

    /** Whether the administrator must not become a member of this role, and the plan has to do without. */
    boolean apart(String role) {
        return apart.containsKey(role);
    }

    void plan() {
        Map<String, List<String>> overServer = new LinkedHashMap<>();
        Map<String, List<String>> overData = new LinkedHashMap<>();
        for (DesiredRole role : desired.roles()) {
            for (String group : role.inRoles()) {
                Set<String> reached = reachedBy(group);
                if (!powersOf(group).isEmpty() && !reachedBy(role.name()).containsAll(powersOf(group))) {
                    overServer.computeIfAbsent(group, _ -> new ArrayList<>()).add(role.name());
                }
                reached.retainAll(OVER_ALL_DATA);
                reached.forEach(data ->
                        overData.computeIfAbsent(data, _ -> new ArrayList<>()).add(role.name()));
            }
        }
        overServer.forEach((group, roles) -> draft.blocking(
                Listed.some(roles) + " would be in " + group
                        + (powersOf(group).equals(Set.of(group))
                                ? ""
                                : ", and so in " + String.join(", ", powersOf(group)))
                        + ", with powers over the whole server: whoever logs in"
                        + " so can become superuser",
                "remove it from inRoles; if it is really meant, have a superuser run: GRANT " + identifier(group)
                        + " TO " + Missing.names(roles)));
        overData.forEach((data, roles) -> draft.warning(
                Listed.some(roles) + " may " + (data.equals("pg_read_all_data") ? "read" : "change") + " every table of"
                        + " every database of the server, because inRoles says " + data,
                "remove it from inRoles unless it is really meant"));
        others();
        desired.databases().forEach(this::actsFor);
        stepBack();
    }

    private void actsFor(DesiredDatabase database) {
        for (String creator : database.creators()) {
            if (!apart.containsKey(creator)) {
                continue;
            }
            String admin = actual.admin().name();
            String what = "the administrator " + admin + " would get " + String.join(", ", apart.get(creator))
                    + " if it acted for " + creator;
            if (database.members(Profile.MIGRATOR).contains(creator) && !creator.equals(database.owner())) {
                draft.warning(
                        what + ", so it does not: what " + creator + " makes in " + database.name() + " without being "
                                + database.owner() + " (SET ROLE NONE) is nobody else's",
                        "remove it from inRoles unless it is really meant");
            } else {
                draft.blocking(
                        what + ", which " + database.name() + " needs",
                        "take " + creator + " out of them, or apply as a superuser");
            }
        }
    }

    // before anybody gets more: what the administrator was given by itself, it can give back
    private void stepBack() {
        List<String> own = new ArrayList<>();
        for (String role : apart.keySet()) {
            ActualRole seen = actual.roles().get(role);
            Set<String> grantors = actual.beyond().grantors().getOrDefault(role, Set.of());
            if (seen == null || grantors.isEmpty() || !(seen.usableByAdmin() || seen.settableByAdmin())) {
                continue;
            }
            if (actual.major() < 16 || grantors.contains(actual.admin().name())) {
                own.add(role);
            } else {
                draft.warning(
                        "the administrator " + actual.admin().name() + " acts for " + role + ", as "
                                + String.join(", ", grantors) + " has granted, and so gets "
                                + String.join(", ", apart.get(role)),
                        "REVOKE " + identifier(role) + " FROM "
                                + identifier(actual.admin().name()));
            }
        }
        if (!own.isEmpty()) {
            draft.onServer(
                    "let the administrator " + actual.admin().name() + " no longer act for " + String.join(", ", own),
                    "REVOKE " + Missing.names(own) + " FROM CURRENT_USER");
        }
    }

    // one finding for each role that nobody has declared them to be in
    private void others() {
        Map<String, Set<String>> members = new TreeMap<>();
        for (DesiredRole role : desired.roles()) {
            ActualRole seen = actual.roles().get(role.name());
            if (seen == null || role.name().equals(actual.admin().name())) {
                continue;
            }
            Set<String> groups = new LinkedHashSet<>(actual.beyond().memberOf().getOrDefault(role.name(), Set.of()));
            if (role.kind() == DesiredRole.Kind.DECLARED || role.kind() == DesiredRole.Kind.ALTERNATE) {
                groups.addAll(seen.memberOf().keySet());
            }
            groups.removeAll(role.inRoles());
            groups.removeAll(expected(role));
            // these block already
            groups.removeAll(seen.powerful());
            groups.forEach(group ->
                    members.computeIfAbsent(group, _ -> new TreeSet<>()).add(role.name()));
        }
        members.forEach((group, names) -> draft.warning(
                Listed.some(names) + (names.size() == 1 ? " is" : " are") + " in " + group
                        + ", and so may do more than declared",
                "REVOKE " + identifier(group) + " FROM " + Missing.names(names) + ", or declare it in inRoles"));
    }

    // what it is to be in, and what the plan takes it out of
    private Collection<String> expected(DesiredRole role) {
        Set<String> expected = new LinkedHashSet<>(ofProfiles.getOrDefault(role.name(), Set.of()));
        role.actsAs().ifPresent(expected::add);
        return expected;
    }
}
