package dev.postern.provision.bind;

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
import java.util.stream.Collectors;

/** One cluster with what is declared on it, and the way there. */
record ServerSide(Cluster cluster, Login admin, List<Database> databases) {
    static ServerSide of(Cluster cluster, ResourceSet declared, SecretReader secrets) {
        // names and contradictions first: they need no server
        DesiredServer.of(cluster, declared.databases());
        return new ServerSide(cluster, Connections.adminLogin(cluster, secrets), declared.databases());
    }

    /** Its problems name the server, and what to do about each. */
    DatabaseConnector connector() {
        return this::connect;
    }

    String database() {
        return admin.database();
    }

    /** @param needed users that bindings log in as, and whether with a password */
    BindPlan.ServerPart plan(Passwords.Decided passwords, Map<String, Boolean> needed, Instant now) {
        DesiredServer desired = DesiredServer.of(cluster, databases, passwords.server());
        Actual actual = Observer.observe(connector(), database(), desired);
        Plan plan = Planner.plan(desired, actual);
        Map<Boolean, List<Step>> byLate =
                plan.steps().stream().collect(Collectors.partitioningBy(step -> late(step, actual)));
        List<Finding> findings = new ArrayList<>(plan.findings());
        findings.addAll(passwords.findings());
        findings.addAll(new UsableLogins(desired, actual, now).missing(needed));
        byLate.getOrDefault(true, List.of()).stream()
                .flatMap(step -> step.passwordOf().stream())
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
    private static boolean late(Step step, Actual actual) {
        return step.passwordOf().map(actual.roles()::containsKey).orElse(false);
    }

    private Connection connect(String database) {
        try {
            return Connections.open(admin.withDatabase(database));
        } catch (SQLException failure) {
            throw Unreachable.problem(cluster, admin.withDatabase(database), failure);
        }
    }
}
