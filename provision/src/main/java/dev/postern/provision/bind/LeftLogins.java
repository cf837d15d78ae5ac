package dev.postern.provision.bind;

import static dev.postern.postgres.quote.Quote.identifier;

import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.Binding;
import dev.postern.provision.apply.ApplySettings;
import dev.postern.provision.declare.DesiredRole;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.declare.Logins;
import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.ActualRole;
import dev.postern.provision.observe.Left;
import dev.postern.provision.plan.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Logins that one cluster's bindings had with another rotation. Ours are known by three things together: the name, the
 * membership and that their sessions begin as the role.
 *
 * @param bound roles that bindings log in as by themselves
 * @param idle those of them whose consumers all have that delivered, where destroying is allowed
 */
record LeftLogins(Set<String> bound, Set<String> idle) {
    static LeftLogins of(ServerSide server, List<ConsumerSide> consumers, ApplySettings settings) {
        Set<String> bound = new TreeSet<>();
        Set<String> taken = new TreeSet<>();
        boolean destroying = settings.destruction() == ApplySettings.Destruction.ALLOWED;
        for (ConsumerSide side : consumers) {
            if (!side.cluster().equals(server.cluster())) {
                continue;
            }
            boolean alternates =
                    side.binding().auth().usesPassword() && side.binding().rotation() == Binding.Rotation.ALTERNATE;
            if (!alternates) {
                bound.addAll(side.binding().roles().values());
            }
            if (alternates || (destroying && !delivered(side))) {
                taken.addAll(side.binding().roles().values());
            }
        }
        Set<String> idle = new TreeSet<>(destroying ? bound : Set.of());
        idle.removeAll(taken);
        return new LeftLogins(bound, idle);
    }

    // until then it may log in as one of the two
    private static boolean delivered(ConsumerSide side) {
        try {
            return side.plan(side.wanted()).plan().isEmpty();
        } catch (ProblemException _) {
            return false;
        }
    }

    List<Finding> findings(DesiredServer desired, Actual actual) {
        Map<String, Set<String>> left = new TreeMap<>();
        for (Left one : actual.beyond().left()) {
            if (one.kind() == Left.Kind.ALTERNATE && one.login() && !idle.contains(one.of())) {
                left.computeIfAbsent(one.of(), _ -> new TreeSet<>()).add(one.role());
            }
        }
        List<Finding> findings = new ArrayList<>();
        left.forEach((role, logins) -> findings.add(warning(
                String.join(" and ", logins) + (logins.size() == 1 ? " logs" : " log") + " in for " + role
                        + " with passwords of a Binding with rotation: alternate, and none is declared (any more)",
                bound.contains(role)
                        ? "when every consumer has been started with its new login: apply --allow-destroy drops them"
                        : "if no Binding of other files has them either: DROP ROLE "
                                + logins.stream()
                                        .map(login -> identifier(login))
                                        .collect(Collectors.joining(", ")))));
        for (DesiredRole role : desired.roles()) {
            role.actsAs()
                    .filter(_ ->
                            role.name().equals(Logins.Turn.A.of(role.actsAs().orElseThrow())))
                    .ifPresent(real -> itself(real, desired, actual).ifPresent(findings::add));
        }
        return findings;
    }

    // what it logged in with before its logins took turns still holds
    private static Optional<Finding> itself(String real, DesiredServer desired, Actual actual) {
        boolean declared = desired.roles().stream()
                .anyMatch(role -> role.name().equals(real) && role.login().isPresent());
        return Optional.ofNullable(actual.roles().get(real))
                .map(ActualRole::attributes)
                .filter(seen -> seen.login() && !declared)
                .map(_ -> warning(
                        real + " may log in itself, beside " + Logins.Turn.A.of(real) + " and " + Logins.Turn.B.of(real)
                                + ", with the password that it had before",
                        "declare login: false for it when every consumer has been started with its new login, or"
                                + " login: true if that is meant"));
    }

    private static Finding warning(String what, String fix) {
        return new Finding(Finding.Severity.WARNING, what, fix);
    }
}
