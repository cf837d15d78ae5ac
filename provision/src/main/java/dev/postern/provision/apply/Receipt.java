package dev.postern.provision.apply;

import dev.postern.provision.plan.Step;
import java.time.Duration;
import java.util.List;

/** What was done, in order. */
public record Receipt(List<Done> done) {
    public Receipt {
        done = List.copyOf(done);
    }

    /** One step and how long it took. */
    public record Done(Step step, Duration took) {}
}
