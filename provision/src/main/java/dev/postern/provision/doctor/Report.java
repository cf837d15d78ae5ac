package dev.postern.provision.doctor;

import dev.postern.provision.doctor.message.Step;
import java.util.List;
import java.util.Optional;

/**
 * What became of one subject.
 *
 * @param settings what can be said without connecting
 * @param hosts in the order of the connection string; none if the settings alone stop it
 * @param choice which of several hosts is taken
 */
public record Report(String title, List<Check> settings, List<Diagnosis> hosts, List<Check> choice) {
    public Report {
        settings = List.copyOf(settings);
        hosts = List.copyOf(hosts);
        choice = List.copyOf(choice);
    }

    /** Whether the client gets a session. */
    public boolean healthy() {
        return broken().isEmpty()
                && choice.stream().noneMatch(check -> check.outcome() == Check.Outcome.FAILED)
                && hosts.stream().anyMatch(Diagnosis::healthy);
    }

    /** What stops it before anything is sent. */
    public Optional<Check> broken() {
        return settings.stream()
                .filter(check -> check.outcome() == Check.Outcome.FAILED && check.step() == Step.SETTINGS)
                .findFirst();
    }
}
