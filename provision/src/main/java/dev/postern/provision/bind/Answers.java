package dev.postern.provision.bind;

import dev.postern.api.ApplyAnswer;
import dev.postern.api.PlanAnswer;
import dev.postern.api.ProblemReport;
import dev.postern.api.ProveAnswer;
import dev.postern.model.Cluster;
import dev.postern.provision.deliver.DeliveryReceipt;
import dev.postern.provision.plan.Finding;
import dev.postern.provision.plan.Plan;
import dev.postern.provision.plan.Step;
import dev.postern.provision.prove.Verdicts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Plans and receipts as the API answers them, and as verbs show them. */
public final class Answers {
    private Answers() {}

    /** @param resources what becomes of what is declared */
    public static PlanAnswer plan(BindPlan plan, List<PlanAnswer.ResourceChange> resources) {
        List<PlanAnswer.Step> steps = new ArrayList<>();
        for (Stages.Stage stage : Stages.of(plan)) {
            switch (stage) {
                case Stages.Stage.OnServer(int server, Plan part) ->
                    part.steps()
                            .forEach(step ->
                                    steps.add(step(plan.servers().get(server).cluster(), step)));
                case Stages.Stage.ToConsumer(int consumer) -> {
                    BindPlan.ConsumerPart part = plan.consumers().get(consumer);
                    part.plan().steps().forEach(step -> steps.add(step(part.cluster(), step)));
                }
            }
        }
        return new PlanAnswer(resources, steps, findings(plan), texts(plan, Set.of()));
    }

    /** @param version of the state that gateways have from now on; 0 where there are none */
    public static ApplyAnswer applied(BindReceipt receipt, List<PlanAnswer.ResourceChange> resources, long version) {
        return new ApplyAnswer(
                resources,
                receipt.done().stream()
                        .map(done -> step(
                                done.cluster(), done.done().step(), done.done().took()))
                        .toList(),
                findings(receipt.plan()),
                texts(receipt.plan(), receipt.admitted()),
                receipt.delivered().stream()
                        .flatMap(delivered -> deliveries(delivered).stream())
                        .toList(),
                NextSteps.of(receipt),
                version,
                ProblemReport.of(receipt.problems()).problems());
    }

    /** The server part for psql; where it changes several clusters, each part runs where psql is told that it is there. */
    public static String script(PlanAnswer plan) {
        return PlanScript.of(plan);
    }

    /** The server part of one cluster for psql. */
    public static String script(PlanAnswer plan, String cluster) {
        return PlanScript.of(plan, cluster);
    }

    /** One step that was done. */
    public static PlanAnswer.Step step(Cluster cluster, Step step, Duration took) {
        return new PlanAnswer.Step(
                switch (step.side()) {
                    case SERVER -> PlanAnswer.SERVER;
                    case CONSUMER -> PlanAnswer.CONSUMER;
                },
                cluster.metadata().name(),
                step.database().orElse(""),
                step.title(),
                step.shown(),
                step.transactional(),
                step.destructive(),
                took.toMillis());
    }

    /** What was tried. */
    public static ProveAnswer proven(Verdicts verdicts) {
        return new ProveAnswer(cells(verdicts));
    }

    /** What was tried of bindings, and what could not be. */
    public static ProveAnswer proven(BindProof proof) {
        List<ProveAnswer.Cell> cells = new ArrayList<>();
        proof.stale().stream().map(Answers::cell).forEach(cells::add);
        cells.addAll(cells(proof.verdicts()));
        return new ProveAnswer(
                cells,
                proof.untried(),
                proof.mends().stream()
                        .map(mend -> new ProveAnswer.Mend(mend.what(), mend.lines()))
                        .toList());
    }

    private static ProveAnswer.Cell cell(BindProof.Stale stale) {
        return new ProveAnswer.Cell(
                stale.binding() + ": its consumer has what is declared",
                "delivered",
                "what is delivered",
                "",
                "as declared",
                "differs",
                String.join("; ", stale.why()),
                false,
                0);
    }

    private static List<ProveAnswer.Cell> cells(Verdicts verdicts) {
        return verdicts.rows().stream()
                .map(row -> new ProveAnswer.Cell(
                        row.cell().name(),
                        row.cell().path().word(),
                        row.cell().credential().words(),
                        row.cell().role(),
                        row.cell().expected().word(),
                        row.verdict().word(),
                        row.verdict().sentence(),
                        row.passed(),
                        row.took().toMillis()))
                .toList();
    }

    /** What one binding wrote. */
    public static List<ApplyAnswer.Delivery> deliveries(DeliveryReceipt receipt) {
        return receipt.delivered().stream()
                .map(delivered -> new ApplyAnswer.Delivery(
                        receipt.binding(),
                        delivered.role(),
                        delivered.files().isEmpty()
                                ? List.of(delivered.target().toString())
                                : delivered.files().stream().map(Path::toString).toList()))
                .toList();
    }

    private static PlanAnswer.Step step(Cluster cluster, Step step) {
        return step(cluster, step, Duration.ZERO);
    }

    private static List<PlanAnswer.Finding> findings(BindPlan plan) {
        List<PlanAnswer.Finding> findings = new ArrayList<>();
        plan.servers()
                .forEach(part -> part.plan().findings().forEach(each -> findings.add(finding(part.cluster(), each))));
        plan.consumers()
                .forEach(part -> part.plan().findings().forEach(each -> findings.add(finding(part.cluster(), each))));
        return findings.stream().distinct().toList();
    }

    /** @param admitted bindings whose lines, or others that do, are there */
    private static List<PlanAnswer.Text> texts(BindPlan plan, Set<String> admitted) {
        return plan.consumers().stream()
                .filter(part ->
                        !admitted.contains(part.plan().binding().metadata().name()))
                .map(part -> new PlanAnswer.Text(
                        part.cluster().metadata().name(),
                        "lines that admit Binding "
                                + part.plan().binding().metadata().name(),
                        part.lines().text()))
                .toList();
    }

    private static PlanAnswer.Finding finding(Cluster cluster, Finding finding) {
        return new PlanAnswer.Finding(
                cluster.metadata().name(),
                finding.severity() == Finding.Severity.BLOCKING,
                finding.what(),
                finding.fix());
    }
}
