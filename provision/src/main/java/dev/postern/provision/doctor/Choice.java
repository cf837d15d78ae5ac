package dev.postern.provision.doctor;

import dev.postern.provision.doctor.message.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which of several hosts libpq takes: in their order, and by target_session_attrs. */
final class Choice {
    private final String wanted;
    private final List<Diagnosis> hosts;

    Choice(String wanted, List<Diagnosis> hosts) {
        this.wanted = wanted;
        this.hosts = hosts;
    }

    /** Nothing to choose when there is one host and nothing is asked of it. */
    Optional<Check> check() {
        if (hosts.isEmpty()
                || (hosts.size() == 1
                        && (wanted.equals("any") || !hosts.getFirst().healthy()))) {
            return Optional.empty();
        }
        Optional<Integer> taken = first(wanted.equals("prefer-standby") ? "standby" : wanted);
        if (taken.isEmpty() && wanted.equals("prefer-standby")) {
            taken = first("any");
        }
        int reached = taken.orElse(hosts.size());
        Optional<Diagnosis> barrier =
                hosts.stream().limit(reached).filter(Choice::stops).findFirst();
        if (barrier.isPresent()) {
            return Optional.of(Check.failed(
                    Step.SESSION,
                    "libpq stops at " + barrier.get().login()
                            + (taken.isPresent() ? ", before the host that works" : ""),
                    "only where nobody answers, or the server is starting, it goes on to the next host; a refusal ends the"
                            + " search",
                    "mend that host, or put it last"));
        }
        return Optional.of(taken.map(index -> Check.ok(
                        Step.SESSION,
                        "libpq takes " + hosts.get(index).login()
                                + (wanted.equals("any") ? "" : " (target_session_attrs=" + wanted + ")")))
                .orElseGet(() -> Check.failed(
                        Step.SESSION,
                        "no host is what target_session_attrs=" + wanted + " asks for",
                        hosts.stream().anyMatch(Diagnosis::healthy)
                                ? "those that answer are of the other kind: "
                                        + (wanted.equals("standby") || wanted.equals("read-only")
                                                ? "primaries that take writes"
                                                : "standbys, or read-only")
                                : "none of them lets this user in",
                        "name every member of the cluster; SELECT pg_is_in_recovery() tells which is which")));
    }

    private Optional<Integer> first(String attributes) {
        return IntStream.range(0, hosts.size())
                .filter(index -> hosts.get(index).healthy() && fits(hosts.get(index), attributes))
                .boxed()
                .findFirst();
    }

    private static boolean fits(Diagnosis host, String attributes) {
        Optional<Diagnosis.State> state = host.state();
        boolean standby = state.map(Diagnosis.State::standby).orElse(false);
        boolean readOnly = standby || state.map(Diagnosis.State::readOnly).orElse(false);
        return switch (attributes) {
            case "read-write" -> !readOnly;
            case "read-only" -> readOnly;
            case "primary" -> !standby;
            case "standby" -> standby;
            default -> true;
        };
    }

    /** Somebody answered and refused. */
    private static boolean stops(Diagnosis host) {
        return host.stop()
                .filter(stop -> stop.step().compareTo(Step.TCP) > 0)
                .filter(stop -> !stop.saw().contains("57P03"))
                .isPresent();
    }
}
