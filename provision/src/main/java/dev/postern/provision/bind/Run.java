package dev.postern.provision.bind;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.provision.apply.Applier;
import dev.postern.provision.deliver.DeliveryReceipt;
import dev.postern.provision.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Carries out one plan, as far as it goes, and remembers what was done. */
final class Run {
    private final BindPlan plan;
    private final BindProgress progress;
    private final BindTools tools;
    private final List<BindReceipt.Done> done = new ArrayList<>();
    private final List<DeliveryReceipt> delivered = new ArrayList<>();

    Run(BindPlan plan, BindProgress progress, BindTools tools) {
        this.plan = plan;
        this.progress = progress;
        this.tools = tools;
    }

    /** @param servers those of the plan, in its order; as the consumers */
    BindReceipt carryOut(List<ServerSide> servers, List<ConsumerSide> consumers, Applier applier, Turns turns) {
        progress.planned(plan);
        try {
            for (Stages.Stage stage : Stages.of(plan)) {
                switch (stage) {
                    case Stages.Stage.OnServer(int server, Plan steps) ->
                        change(servers.get(server), steps, applier, turns);
                    case Stages.Stage.ToConsumer(int consumer) ->
                        deliver(
                                servers,
                                consumers.get(consumer),
                                plan.consumers().get(consumer));
                }
            }
            return new BindReceipt(plan, done, delivered, List.of(), Set.of());
        } catch (ProblemException failure) {
            List<Problem> problems = failure.problems();
            return new BindReceipt(plan, done, delivered, problems, Set.of());
        }
    }

    private void change(ServerSide server, Plan steps, Applier applier, Turns turns) {
        applier.apply(steps, server.connector(), server.database(), turns.of(server), step -> {
            done.add(new BindReceipt.Done(server.cluster(), step));
            progress.done(server.cluster(), step);
        });
    }

    private void deliver(List<ServerSide> servers, ConsumerSide consumer, BindPlan.ConsumerPart part) {
        servers.stream()
                .filter(server -> server.cluster().equals(part.cluster()))
                .forEach(server -> OtherLogins.requireWorking(server, consumer, part.plan(), tools));
        DeliveryReceipt receipt = consumer.deliver(part.plan());
        delivered.add(receipt);
        progress.delivered(part.cluster(), receipt);
    }
}
