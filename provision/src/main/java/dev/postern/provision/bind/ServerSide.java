package dev.postern.provision.bind;

import dev.postern.kernel.problem.Problem;
import dev.postern.model.Cluster;
import dev.postern.model.Database;
import dev.postern.model.ResourceSet;
import dev.postern.provision.connect.Connections;
import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.connect.Login;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.Observer;
import dev.postern.provision.plan.Finding;
import dev.postern.provision.plan.Plan;
import dev.postern.provision.plan.Planner;
import dev.postern.provision.plan.Step;
import dev.postern.provision.secret.SecretReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One cluster with what is declared on it, and the way there.
 *
 * @param callers whether some rule lets somebody in through a gateway
 * @param warnings on where the administrator's password comes from
 */
record ServerSide(Cluster cluster, Login admin, List<Database> databases, boolean callers, List<Problem> warnings) {
    static ServerSide of(Cluster cluster, ResourceSet declared, SecretReader secrets) {
        // names and contradictions first: they need no server
        DesiredServer.of(cluster, declared.databases());
        List<Problem> warnings = new ArrayList<>();
        return new ServerSide(
                cluster,
                Connections.adminLogin(cluster, secrets.telling(warnings::add)),
                declared.databases(),
                !declared.rules().isEmpty(),
                warnings);
    }

    /** Its problems name the server, and what to do about each. */
    DatabaseConnector connector() {
        return this::connect;
    }

    String database() {
        return admin.database();
    }

    /**
     * @param needed users that bindings log in as, and whether with a password
     * @param takenUp users that nobody presents yet, though they may be there
     * @param left logins that nobody presents any more
     */
    BindPlan.ServerPart plan(
            Passwords.Decided passwords,
            Map<String, Boolean> needed,
            Set<String> takenUp,
            LeftLogins left,
            Instant now) {
        DesiredServer all =
                DesiredServer.of(cluster, databases, passwords.server().dropping(left.idle()));
        DesiredServer desired = callers ? all : all.withoutCallers();
        Actual actual = Observer.observe(connector(), database(), desired);
        Plan planned = Planner.plan(desired, actual);
        Plan plan = new Plan(
                planned.steps().stream()
                        .map(step -> step.passwordOf()
                                .map(passwords.typed()::get)
                                .map(step::typing)
                                .orElse(step))
                        .toList(),
                planned.findings());
        Map<Boolean, List<Step>> byLate =
                plan.steps().stream().collect(Collectors.partitioningBy(step -> late(step, actual, takenUp)));
        List<Finding> findings = new ArrayList<>(plan.findings());
        warnings.forEach(warning -> findings.add(new Finding(Finding.Severity.WARNING, warning.what(), warning.fix())));
        findings.addAll(passwords.findings());
        findings.addAll(left.findings(desired, actual));
        findings.addAll(new UsableLogins(desired, actual, now).missing(needed));
        plan.steps().stream()
                .flatMap(step -> step.passwordOf().stream())
                .filter(actual.roles()::containsKey)
                .filter(passwords.made()::contains)
                .forEach(user -> findings.add(new Finding(
                        Finding.Severity.WARNING,
                        user + " is there already and gets a new password, because none is given and none is delivered:"
                                + " whoever uses the one it has is refused from then on",
                        "give the present one in the Binding's credentials, if somebody uses it")));
        return new BindPlan.ServerPart(
                cluster,
                new Plan(byLate.getOrDefault(false, List.of()), findings),
                new Plan(byLate.getOrDefault(true, List.of()), List.of()));
    }

    // who logs in already shows what it was given: it has to be given the new password before the server wants it
    private static boolean late(Step step, Actual actual, Set<String> takenUp) {
        return step.passwordOf()
                .filter(actual.roles()::containsKey)
                .filter(user -> !takenUp.contains(user))
                .isPresent();
    }

    private Connection connect(String database) {
        try {
            return Connections.open(admin.withDatabase(database));
        } catch (SQLException failure) {
            throw Unreachable.problem(cluster, admin.withDatabase(database), failure);
        }
    }
}
