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
import java.util.List;

/** Prints steps as they are done, or afterwards when somebody else has done them. An interruption may ask from another thread. */
final class DoneSteps implements BindProgress {
    private final Console console;
    private final boolean silent;
    private int steps;
    private int deliveries;
    private boolean elsewhere;

    /** @param silent while it is done */
    DoneSteps(Console console, boolean silent) {
        this.console = console;
        this.silent = silent;
    }

    /** Somebody else does it, and goes on when we are ended. */
    synchronized void elsewhere() {
        elsewhere = true;
    }

    /** We do it. */
    synchronized void here() {
        elsewhere = false;
    }

    /** What is known when the process is ended in the middle. */
    synchronized void interrupted() {
        console.note(
                elsewhere
                        ? "Interrupted. The Postern that runs goes on applying; plan shows what is left when it has ended."
                        : "Interrupted: " + done()
                                + " What was under way is undone, unless the server had just finished"
                                + " it. The next plan has what is left.");
    }

    @Override
    public void planned(BindPlan plan) {}

    @Override
    public synchronized void done(Cluster cluster, Receipt.Done done) {
        steps++;
        if (!silent) {
            print(Answers.step(cluster, done.step(), done.took()));
        }
    }

    @Override
    public synchronized void delivered(Cluster cluster, DeliveryReceipt receipt) {
        List<ApplyAnswer.Delivery> all = Answers.deliveries(receipt);
        deliveries += all.size();
        if (!silent) {
            all.forEach(this::print);
        }
    }

    /** What has not been printed yet, and what remains to be known. */
    synchronized void answered(ApplyAnswer answer) {
        answer.steps().stream().skip(steps).forEach(this::print);
        answer.delivered().stream().skip(deliveries).forEach(this::print);
        steps = answer.steps().size();
        deliveries = answer.delivered().size();
        if (!answer.findings().isEmpty()) {
            console.print(Changes.findings(answer.findings()));
        }
        if (answer.problems().isEmpty() || steps + deliveries > 0) {
            answer.texts().forEach(text -> console.print(Changes.text(text)));
        }
        // a control plane keeps what is declared only when all of it was done
        List<PlanAnswer.ResourceChange> anew =
                answer.problems().isEmpty() ? Changes.anew(answer.resources()) : List.of();
        if (!anew.isEmpty()) {
            console.print(Changes.resources(anew).indent(2).stripTrailing());
        }
        if (answer.problems().isEmpty()) {
            console.print(summary(anew.size()));
            next(answer);
        } else {
            console.problems(new ProblemReport(answer.problems()).asProblems(), false);
            console.note((steps + deliveries == 0 ? "Nothing was done." : done()) + " The next plan has what is left.");
        }
    }

    private void next(ApplyAnswer answer) {
        answer.next().forEach(sentence -> console.print("next: " + sentence));
        if (!answer.texts().isEmpty()) {
            console.print("next: put the lines above into the server's files, SELECT pg_reload_conf(), then "
                    + (elsewhere ? "postern prove" : "postern prove with the same files"));
        } else if (!answer.delivered().isEmpty()) {
            console.print("next: " + (elsewhere ? "postern prove" : "postern prove with the same files"));
        }
    }

    private String summary(int anew) {
        String known = Changes.resources(anew) + " declared anew";
        if (steps + deliveries == 0) {
            return anew == 0 ? "Nothing to do." : known + "; nothing to do on servers and for consumers.";
        }
        return anew == 0 ? done() : done() + " " + known + ".";
    }

    private String done() {
        return steps + (steps == 1 ? " step" : " steps") + " done, " + deliveries
                + (deliveries == 1 ? " delivery." : " deliveries.");
    }

    private void print(PlanAnswer.Step step) {
        console.print("done  " + Changes.place(step) + step.sentence() + " ("
                + Times.brief(Duration.ofMillis(step.millis())) + ")");
    }

    private void print(ApplyAnswer.Delivery delivery) {
        console.print("delivered " + delivery.binding() + " (" + delivery.role() + "): "
                + String.join(", ", delivery.files()));
    }
}
