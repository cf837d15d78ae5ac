package dev.postern.provision.apply;

import dev.postern.provision.plan.Step;
import java.util.ArrayList;
import java.util.List;

/** Steps that run one after the other on one connection, in one transaction if they may. */
record Group(String database, boolean transactional, List<Step> steps) {
    static List<Group> of(List<Step> steps, String adminDatabase) {
        List<Group> groups = new ArrayList<>();
        for (Step step : steps) {
            if (step.side() == Step.Side.CONSUMER) {
                continue;
            }
            String database = step.database().orElse(adminDatabase);
            Group last = groups.isEmpty() ? null : groups.getLast();
            if (last != null
                    && last.transactional()
                    && step.transactional()
                    && last.database().equals(database)) {
                last.steps().add(step);
            } else {
                groups.add(new Group(database, step.transactional(), new ArrayList<>(List.of(step))));
            }
        }
        return groups;
    }
}
