package dev.postern.provision.doctor;

import dev.postern.provision.doctor.message.Step;
import java.util.List;
import java.util.Optional;

/**
 * What became of one subject.
 *
 * @param settings what can be said without connecting
 * @param hosts in the order of the connection string; none if the settings alone stop it
 */
public record Report(String title, List<Check> settings, List<Diagnosis> hosts) {
    public Report {
        settings = List.copyOf(settings);
        hosts = List.copyOf(hosts);
    }

    /** Whether the client gets a session. */
    public boolean healthy() {
        return broken().isEmpty() && hosts.stream().anyMatch(Diagnosis::healthy);
    }

    /** What stops it before anything is sent. */
    public Optional<Check> broken() {
        return settings.stream()
                .filter(check -> check.outcome() == Check.Outcome.FAILED && check.step() == Step.SETTINGS)
                .findFirst();
    }
}
