package dev.postern.provision.declare;

import dev.postern.kernel.problem.Problem;
import dev.postern.postgres.scram.ScramVerifier;
import dev.postern.provision.problem.ProvisionCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Adds to the declared roles what is decided about logins: verifiers, and those that log in for others. */
record LoginRoles(Logins logins, List<Problem> problems) {
    List<DesiredRole> with(List<DesiredRole> declared) {
        List<DesiredRole> roles = new ArrayList<>();
        List<DesiredRole> alternates = new ArrayList<>();
        Set<String> known = new HashSet<>();
        declared.forEach(role -> known.add(role.name()));
        Set<String> unknown = new TreeSet<>(logins.alternates());
        unknown.addAll(logins.verifiers().keySet());
        for (DesiredRole role : declared) {
            unknown.remove(role.name());
            roles.add(role.with(verifier(role.name())));
            if (logins.alternates().contains(role.name())) {
                for (Logins.Turn turn : Logins.Turn.values()) {
                    String name = turn.of(role.name());
                    unknown.remove(name);
                    if (known.contains(name)) {
                        problems.add(Problem.of(
                                ProvisionCode.DECLARATION_CONFLICT,
                                "the role " + name + " is declared, and is to log in for " + role.name(),
                                "rename it, or say rotation: in-place"));
                    }
                    alternates.add(role.alternate(name, verifier(name)));
                }
            }
        }
        unknown.forEach(name -> problems.add(Problem.of(
                ProvisionCode.NOT_DECLARED,
                "the role " + name + " is to log in, but no Database of the cluster has it",
                "declare it in the Database's roles")));
        roles.addAll(alternates);
        return roles;
    }

    private Optional<ScramVerifier> verifier(String role) {
        return Optional.ofNullable(logins.verifiers().get(role));
    }
}
