package dev.postern.provision.declare;

import dev.postern.kernel.problem.Problem;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.provision.problem.ProvisionCode;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Memberships that PostgreSQL refuses, because in the end a role would be a member of itself. */
record Cycles(List<Problem> problems) {
    void check(Collection<DesiredRole> roles, Collection<DesiredDatabase> databases) {
        Map<String, Set<String>> memberOf = new HashMap<>();
        for (DesiredRole role : roles) {
            join(memberOf, role.name(), role.inRoles());
            join(memberOf, role.name(), role.actsAs().stream().toList());
        }
        for (DesiredDatabase database : databases) {
            for (DesiredDatabase.Member member : database.members()) {
                if (member.profile() == Profile.MIGRATOR) {
                    join(memberOf, member.role(), List.of(database.owner()));
                }
                join(
                        memberOf,
                        member.role(),
                        database.group(member.profile()).stream().toList());
            }
        }
        for (DesiredRole role : roles) {
            if (!role.inRoles().isEmpty() && reaches(memberOf, role.name())) {
                problems.add(Problem.of(
                        ProvisionCode.DECLARATION_CONFLICT,
                        "the role " + role.name() + " would be a member of itself by its inRoles "
                                + String.join(", ", role.inRoles()),
                        "remove one of the memberships"));
            }
        }
    }

    private static void join(Map<String, Set<String>> memberOf, String member, List<String> roles) {
        memberOf.computeIfAbsent(member, _ -> new LinkedHashSet<>()).addAll(roles);
    }

    private static boolean reaches(Map<String, Set<String>> memberOf, String start) {
        Set<String> seen = new HashSet<>();
        Deque<String> next = new ArrayDeque<>(memberOf.getOrDefault(start, Set.of()));
        while (!next.isEmpty()) {
            String role = next.pop();
            if (role.equals(start)) {
                return true;
            }
            if (seen.add(role)) {
                next.addAll(memberOf.getOrDefault(role, Set.of()));
            }
        }
        return false;
    }
}
