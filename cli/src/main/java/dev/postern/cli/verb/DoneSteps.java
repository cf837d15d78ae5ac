package dev.postern.cli.verb;

import dev.postern.api.ApplyAnswer;
import dev.postern.api.PlanAnswer;
import dev.postern.api.ProblemReport;
import dev.postern.cli.terminal.Console;
import dev.postern.model.Cluster;
import dev.postern.provision.apply.Receipt;
import dev.postern.provision.bind.Answers;
import dev.postern.provision.bind.BindPlan;
import dev.postern.provision.bind.BindProgress;
import dev.postern.provision.deliver.DeliveryReceipt;
import java.time.Duration;

/** Prints steps as they are done, or afterwards when somebody else has done them. */
final class DoneSteps implements BindProgress {
    private final Console console;
    private final boolean silent;
    private int steps;
    private int deliveries;

    /** @param silent while it is done */
    DoneSteps(Console console, boolean silent) {
        this.console = console;
        this.silent = silent;
    }

    @Override
    public void planned(BindPlan plan) {}

    @Override
    public void done(Cluster cluster, Receipt.Done done) {
        if (!silent) {
            print(Answers.step(cluster, done.step(), done.took()));
        }
    }

    @Override
    public void delivered(Cluster cluster, DeliveryReceipt receipt) {
        if (!silent) {
            Answers.deliveries(receipt).forEach(this::print);
        }
    }

    /** What has not been printed yet, and what remains to be known. */
    void answered(ApplyAnswer answer) {
        answer.steps().stream().skip(steps).forEach(this::print);
        answer.delivered().stream().skip(deliveries).forEach(this::print);
        if (!answer.findings().isEmpty()) {
            console.print(Changes.findings(answer.findings()));
        }
        if (!answer.steps().isEmpty() || !answer.delivered().isEmpty()) {
            answer.texts().forEach(text -> console.print(Changes.text(text)));
        }
        if (answer.problems().isEmpty()) {
            console.print(summary());
        } else {
            console.problems(new ProblemReport(answer.problems()).asProblems(), false);
            console.note(summary() + " The next plan has what is left.");
        }
    }

    private String summary() {
        return steps + deliveries == 0
                ? "Nothing to do."
                : steps + (steps == 1 ? " step" : " steps") + " done, " + deliveries
                        + (deliveries == 1 ? " delivery." : " deliveries.");
    }

    private void print(PlanAnswer.Step step) {
        steps++;
        console.print("done  " + Changes.place(step) + step.sentence() + " ("
                + Times.brief(Duration.ofMillis(step.millis())) + ")");
    }

    private void print(ApplyAnswer.Delivery delivery) {
        deliveries++;
        console.print("delivered " + delivery.binding() + " (" + delivery.role() + "): "
                + String.join(", ", delivery.files()));
    }
}
