package dev.postern.control.resources;

import dev.postern.api.PlanAnswer;
import dev.postern.control.declared.Declaration;
import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import dev.postern.model.Cluster;
import dev.postern.provision.apply.Applier;
import dev.postern.provision.apply.Receipt;
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
import java.util.List;

/** The server side of one cluster: observe, plan, and apply when asked to. */
final class Servers {
    private final Applier applier;

    Servers(Applier applier) {
        this.applier = applier;
    }

    /** What was or would be done on one cluster. */
    record Outcome(List<PlanAnswer.Step> steps, List<PlanAnswer.Finding> findings) {}

    Outcome plan(Declaration declaration, Cluster cluster) {
        Target target = Target.of(cluster);
        Plan plan = target.plan(declaration);
        return new Outcome(steps(cluster, plan.steps()), findings(cluster, plan));
    }

    Outcome apply(Declaration declaration, Cluster cluster) {
        Target target = Target.of(cluster);
        Plan plan = target.plan(declaration);
        Receipt receipt = applier.apply(plan, target.connector(), target.database());
        List<Step> done = receipt.done().stream().map(Receipt.Done::step).toList();
        return new Outcome(steps(cluster, done), findings(cluster, plan));
    }

    static List<PlanAnswer.Step> steps(Cluster cluster, List<Step> steps) {
        return steps.stream()
                .map(step -> new PlanAnswer.Step(
                        cluster.metadata().name(),
                        step.database().orElse(""),
                        step.title(),
                        step.shown(),
                        step.destructive()))
                .toList();
    }

    private static List<PlanAnswer.Finding> findings(Cluster cluster, Plan plan) {
        return plan.findings().stream()
                .map(finding -> new PlanAnswer.Finding(
                        cluster.metadata().name(),
                        finding.severity() == Finding.Severity.BLOCKING,
                        finding.what(),
                        finding.fix()))
                .toList();
    }

    /** How the administrator reaches a cluster. */
    private record Target(Cluster cluster, DatabaseConnector connector, String database) {
        static Target of(Cluster cluster) {
            String database = cluster.admin()
                    .map(Cluster.Admin::database)
                    .orElseThrow(() -> new ControlException(
                            ControlCode.RESOURCE_CONFLICT,
                            "Cluster " + cluster.metadata().name()
                                    + " has databases but no admin, so nothing can be changed on it",
                            "declare admin: {user: …, database: …} with a credential"));
            Login login = Connections.adminLogin(cluster);
            return new Target(cluster, Connections.to(login), database);
        }

        Plan plan(Declaration declaration) {
            DesiredServer desired = DesiredServer.of(
                    cluster, declaration.databasesOn(cluster.metadata().name()));
            Actual actual = Observer.observe(connector, database, desired);
            return Planner.plan(desired, actual);
        }
    }
}
