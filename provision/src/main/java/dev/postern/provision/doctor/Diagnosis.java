package dev.postern.provision.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What was seen on the way of one login.
 *
 * @param login whither and as whom, for people
 * @param checks in the order of the steps; the last one is where it stops, if it does
 * @param state of a session that stands; empty where none does, or it does not say
 */
public record Diagnosis(String login, List<Check> checks, Optional<State> state, Duration took) {
    /** What a session may do there. */
    public record State(boolean standby, boolean readOnly) {}

    public Diagnosis {
        checks = List.copyOf(checks);
    }

    /** Where it stops. */
    public Optional<Check> stop() {
        return checks.stream()
                .filter(check -> check.outcome() == Check.Outcome.FAILED)
                .findFirst();
    }

    public boolean healthy() {
        return stop().isEmpty();
    }
}
