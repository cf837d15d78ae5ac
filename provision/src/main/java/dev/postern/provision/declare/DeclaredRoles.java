package dev.postern.provision.declare;

import dev.postern.kernel.problem.Problem;
import dev.postern.model.DatabaseRole;
import dev.postern.provision.problem.ProvisionCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The roles that databases declare, each once; what one says and the other does not holds. */
final class DeclaredRoles {
    private final List<Problem> problems;
    private final Map<String, DesiredRole> roles = new LinkedHashMap<>();
    private final Map<String, String> first = new LinkedHashMap<>();

    DeclaredRoles(List<Problem> problems) {
        this.problems = problems;
    }

    List<DesiredRole> roles() {
        return List.copyOf(roles.values());
    }

    void add(String where, DatabaseRole role) {
        DesiredRole known = roles.get(role.name());
        String other = first.putIfAbsent(role.name(), where);
        if (known == null || other == null) {
            roles.put(
                    role.name(),
                    new DesiredRole(
                            role.name(),
                            DesiredRole.Kind.DECLARED,
                            role.login(),
                            role.connectionLimit(),
                            role.inherit(),
                            role.validUntil(),
                            role.inRoles().stream().distinct().toList(),
                            role.comment(),
                            Optional.empty(),
                            Optional.empty()));
            return;
        }
        Both both = new Both(role.name(), where, other);
        Set<String> joined = new LinkedHashSet<>(known.inRoles());
        joined.addAll(role.inRoles());
        roles.put(
                role.name(),
                new DesiredRole(
                        role.name(),
                        DesiredRole.Kind.DECLARED,
                        both.one("login", role.login(), known.login()),
                        both.one("connectionLimit", role.connectionLimit(), known.connectionLimit()),
                        both.one("inherit", role.inherit(), known.inherit()),
                        both.one("validUntil", role.validUntil(), known.validUntil()),
                        new ArrayList<>(joined),
                        both.one("comment", role.comment(), known.comment()),
                        Optional.empty(),
                        Optional.empty()));
    }

    /** What two databases say about one role. */
    private final class Both {
        private final String role;
        private final String here;
        private final String there;

        Both(String role, String here, String there) {
            this.role = role;
            this.here = here;
            this.there = there;
        }

        <T> Optional<T> one(String what, Optional<T> now, Optional<T> before) {
            if (now.isPresent() && before.isPresent() && !now.equals(before)) {
                problems.add(Problem.of(
                        ProvisionCode.DECLARATION_CONFLICT,
                        here + ": the role " + role + " has " + what + " " + now.get() + ", but in " + there + " "
                                + what + " " + before.get() + "; it is one role of the server",
                        "declare it the same in both"));
            }
            return before.or(() -> now);
        }
    }
}
