package dev.postern.provision.bind;

import dev.postern.provision.plan.Plan;
import dev.postern.provision.plan.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * In which order a plan is carried out. Servers accept before anybody presents; but the new password of a role that logs in
 * already is set right after everybody who uses it was given it, with nothing else in between: that is how long the
 * two sides disagree, and what is interrupted in between is finished by the next plan, which finds the password where it was
 * delivered.
 */
final class Stages {
    private final BindPlan plan;
    private final List<Stage> stages = new ArrayList<>();
    private final Set<Integer> waiting = new LinkedHashSet<>();

    private Stages(BindPlan plan) {
        this.plan = plan;
    }

    /** One of them. */
    sealed interface Stage {
        /** @param server its place in the plan */
        record OnServer(int server, Plan steps) implements Stage {}

        /** @param consumer its place in the plan */
        record ToConsumer(int consumer) implements Stage {}
    }

    static List<Stage> of(BindPlan plan) {
        return new Stages(plan).all();
    }

    private List<Stage> all() {
        for (int server = 0; server < plan.servers().size(); server++) {
            onServer(server, plan.servers().get(server).plan());
        }
        for (int consumer = 0; consumer < plan.consumers().size(); consumer++) {
            waiting.add(consumer);
        }
        for (int consumer = 0; consumer < plan.consumers().size(); consumer++) {
            if (!disagrees(consumer)) {
                deliver(consumer);
            }
        }
        for (int server = 0; server < plan.servers().size(); server++) {
            passwords(server);
        }
        return stages;
    }

    private void passwords(int server) {
        List<Step> left = new ArrayList<>(plan.servers().get(server).after().steps());
        while (!left.isEmpty()) {
            Step next = left.getFirst();
            users(server, next).forEach(this::deliver);
            List<Step> ready = left.stream()
                    .filter(step -> step.equals(next) || users(server, step).isEmpty())
                    .toList();
            onServer(server, new Plan(ready, List.of()));
            left.removeAll(ready);
        }
    }

    /** Consumers that use the login whose password a step sets, and have not been given it yet. */
    private List<Integer> users(int server, Step step) {
        return waiting.stream()
                .filter(consumer -> sameCluster(consumer, server))
                .filter(consumer -> step.passwordOf()
                        .filter(plan.consumers().get(consumer).plan().users()::contains)
                        .isPresent())
                .toList();
    }

    private boolean disagrees(int consumer) {
        for (int server = 0; server < plan.servers().size(); server++) {
            for (Step step : plan.servers().get(server).after().steps()) {
                if (users(server, step).contains(consumer)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean sameCluster(int consumer, int server) {
        return plan.consumers()
                .get(consumer)
                .cluster()
                .equals(plan.servers().get(server).cluster());
    }

    private void deliver(int consumer) {
        waiting.remove(consumer);
        if (!plan.consumers().get(consumer).plan().isEmpty()) {
            stages.add(new Stage.ToConsumer(consumer));
        }
    }

    private void onServer(int server, Plan steps) {
        if (!steps.isEmpty()) {
            stages.add(new Stage.OnServer(server, steps));
        }
    }
}
