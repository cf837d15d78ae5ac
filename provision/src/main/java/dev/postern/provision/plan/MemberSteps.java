package dev.postern.provision.plan;

import static dev.postern.postgres.quote.Quote.identifier;

import dev.postern.model.DatabaseRole.Profile;
import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.declare.DesiredRole;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.ActualRole;
import dev.postern.provision.observe.ActualRole.Membership;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is whose member: migrators of the owner, the others of the group of their profile, alternates of the role that they
 * log in for, and what {@code inRoles} says.
 */
final class MemberSteps {
    private final Draft draft;
    private final DesiredServer desired;
    private final Actual actual;
    private final AdminRights rights;
    private final Set<String> mustInherit = new LinkedHashSet<>();
    private final Set<String> declared = new HashSet<>();
    /** By role: what its profile makes it act for, also in a database that shares the group or the owner, and inRoles. */
    private final Map<String, Set<String>> belongs = new HashMap<>();

    MemberSteps(Draft draft, DesiredServer desired, Actual actual, AdminRights rights) {
        this.draft = draft;
        this.desired = desired;
        this.actual = actual;
        this.rights = rights;
        for (DesiredRole role : desired.roles()) {
            declared.add(role.name());
            belongs.computeIfAbsent(role.name(), _ -> new HashSet<>()).addAll(role.inRoles());
        }
        for (DesiredDatabase database : desired.databases()) {
            for (DesiredDatabase.Member member : database.members()) {
                database.actsFor(member.profile())
                        .ifPresent(group -> belongs.computeIfAbsent(member.role(), _ -> new HashSet<>())
                                .add(group));
            }
        }
    }

    /** How one is to be a member: {@code set} false means that it need not, not that it must not. */
    private record Want(boolean inherit, boolean set) {
        String options() {
            return " WITH INHERIT " + (inherit ? "TRUE" : "FALSE") + ", SET " + (set ? "TRUE" : "FALSE");
        }
    }

    void plan() {
        for (DesiredDatabase database : desired.databases()) {
            join(database.members(Profile.MIGRATOR), database.owner(), new Want(true, true));
            for (Profile profile : List.of(Profile.APPLICATION, Profile.READER)) {
                database.group(profile)
                        .ifPresent(group -> join(database.members(profile), group, new Want(true, false)));
            }
            for (Profile profile : Profile.values()) {
                database.actsFor(profile).ifPresent(group -> leave(database, profile, group));
            }
        }
        Map<String, List<String>> alternates = new LinkedHashMap<>();
        for (DesiredRole role : desired.roles()) {
            role.inRoles().forEach(group -> inRole(role, group));
            role.actsAs()
                    .ifPresent(real -> alternates
                            .computeIfAbsent(real, _ -> new ArrayList<>())
                            .add(role.name()));
        }
        alternates.forEach((real, logins) -> join(logins, real, new Want(true, true)));
        if (actual.major() < 16) {
            inheritAll();
        }
    }

    private void join(List<String> members, String role, Want want) {
        List<String> lacking = new ArrayList<>();
        for (String member : members) {
            mustInherit.add(member);
            Optional<Membership> now = membership(member, role);
            boolean enough = now.isPresent()
                    && (actual.major() < 16
                            || (now.get().inherit() && (now.get().set() || !want.set())));
            if (!enough) {
                lacking.add(member);
            }
        }
        if (lacking.isEmpty()) {
            return;
        }
        may(role);
        lacking.forEach(member -> noCycle(member, role));
        draft.onServer(
                "let " + Draft.some(lacking) + " act for " + role,
                "GRANT " + identifier(role) + " TO " + Missing.names(lacking)
                        + (actual.major() < 16 ? "" : want.options()));
    }

    // a member of this database with another profile now
    private void leave(DesiredDatabase database, Profile profile, String group) {
        for (DesiredDatabase.Member member : database.members()) {
            Optional<Membership> now = membership(member.role(), group);
            // the administrator acts for the owner, whatever its profile is
            if (member.profile() != profile
                    && now.isPresent()
                    && !member.role().equals(actual.admin().name())
                    && !belongs.getOrDefault(member.role(), Set.of()).contains(group)) {
                may(group);
                draft.onServer(
                        "take " + member.role() + " out of " + group + ", it is a "
                                + member.profile().name().toLowerCase(java.util.Locale.ROOT) + " now",
                        byGrantors(
                                "REVOKE " + identifier(group) + " FROM " + identifier(member.role()),
                                now.get().grantors().keySet(),
                                member.role() + " stays in " + group));
            }
        }
    }

    private void inRole(DesiredRole role, String group) {
        String grant = "GRANT " + identifier(group) + " TO " + identifier(role.name());
        if (!actual.roles().containsKey(group) && !declared.contains(group)) {
            draft.blocking(
                    "the role " + group + ", which " + role.name() + " is to be in, is not there",
                    "have it made: CREATE ROLE " + identifier(group));
            return;
        }
        Optional<Membership> now = membership(role.name(), group);
        String options = actual.major() < 16 || role.inherit().isEmpty()
                ? ""
                : " WITH INHERIT " + (role.inherit().get() ? "TRUE" : "FALSE");
        if (now.isEmpty()) {
            may(group);
            noCycle(role.name(), group);
            draft.onServer("let " + role.name() + " be in " + group, grant + options);
        } else if (!options.isEmpty() && now.get().inherit() != role.inherit().get()) {
            may(group);
            List<String> grantors = now.get().grantors().entrySet().stream()
                    .filter(grantor -> !grantor.getValue().equals(role.inherit().get()))
                    .map(Map.Entry::getKey)
                    .toList();
            draft.onServer(
                    "let " + role.name() + (role.inherit().get() ? " inherit" : " not inherit") + " from " + group,
                    byGrantors(
                            grant + options,
                            role.inherit().get() ? List.of() : grantors,
                            role.name() + " goes on to inherit from " + group));
        }
    }

    /** From 16 on each grantor's membership is one of its own, and only a superuser may touch others' ones. */
    private List<String> byGrantors(String sql, Iterable<String> grantors, String otherwise) {
        List<String> all = new ArrayList<>();
        for (String grantor : grantors) {
            if (actual.major() < 16 || grantor.isEmpty()) {
                return List.of(sql);
            }
            if (actual.admin().superuser() || grantor.equals(actual.admin().name())) {
                all.add(sql + " GRANTED BY " + identifier(grantor));
            } else {
                draft.warning(
                        otherwise + ", because " + grantor + " has granted it",
                        "have " + grantor + " or a superuser run: " + sql + " GRANTED BY " + identifier(grantor));
            }
        }
        return all.isEmpty() && !grantors.iterator().hasNext() ? List.of(sql) : all;
    }

    // before 16 whether a member has the rights of its groups is an attribute of the member
    private void inheritAll() {
        for (DesiredRole role : desired.roles()) {
            ActualRole seen = actual.roles().get(role.name());
            boolean now = seen == null || seen.attributes().inherit();
            if (!mustInherit.contains(role.name())) {
                continue;
            }
            if (role.inherit().isPresent() && !role.inherit().get()) {
                draft.blocking(
                        role.name() + " is declared with inherit: false, but before PostgreSQL 16 it would lose the"
                                + " rights of its profile with it",
                        "remove inherit, or upgrade to 16");
            } else if (seen != null && !now && role.inherit().isEmpty()) {
                rights.change(seen);
                draft.onServer(
                        "let " + role.name() + " inherit the rights of its groups",
                        "ALTER ROLE " + identifier(role.name()) + " INHERIT");
            }
        }
    }

    private void may(String role) {
        Optional.ofNullable(actual.roles().get(role)).ifPresent(rights::grant);
    }

    private void noCycle(String member, String role) {
        ActualRole seen = actual.roles().get(role);
        if (seen != null && seen.reaches().contains(member)) {
            draft.blocking(
                    role + " is a member of " + member + " already, so " + member + " cannot become a member of "
                            + role,
                    "REVOKE " + identifier(member) + " FROM whoever of " + role + "'s roles has it");
        }
    }

    private Optional<Membership> membership(String member, String role) {
        return Optional.ofNullable(actual.roles().get(member))
                .map(seen -> seen.memberOf().get(role));
    }
}
