package dev.postern.provision.doctor;

import dev.postern.kernel.problem.ProblemException;
import dev.postern.postgres.conninfo.Conninfo;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.Transport;
import dev.postern.provision.doctor.message.Step;
import dev.postern.provision.driver.DriverName;
import dev.postern.provision.driver.DriverRules;
import dev.postern.provision.driver.Drivers;
import dev.postern.provision.driver.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Examines a subject as its driver would see it, all hosts at once. Blocks. */
public final class Examination {
    private final InstantSource clock;
    private final Place place;
    private final String user;

    /** @param user the operating system's name of who runs this, for when nobody else is named */
    public Examination(InstantSource clock, Place place, String user) {
        this.clock = clock;
        this.place = place;
        this.user = user;
    }

    /**
     * @param most all of one host's examination
     * @throws ProblemException if the connection string, or a file that it names, cannot be read
     */
    public Report of(Subject subject, Duration most) throws InterruptedException {
        try {
            return examined(subject, most);
        } catch (ProblemException told) {
            if (subject.title().isEmpty()) {
                throw told;
            }
            // one of several connections of a file: the others are examined all the same
            List<Check> settings = new ArrayList<>(subject.remarks());
            told.problems()
                    .forEach(problem -> settings.add(Check.failed(
                            Step.SETTINGS, problem.what(), "nothing is sent with such settings", problem.fix())));
            return new Report(subject.title(), settings, List.of(), List.of());
        }
    }

    private Report examined(Subject subject, Duration most) throws InterruptedException {
        String text = subject.conninfo().text();
        Optional<DriverName> driver =
                subject.driver().or(() -> JdbcText.is(text) ? Optional.of(DriverName.PGJDBC) : Optional.empty());
        List<Check> settings = new ArrayList<>(subject.remarks());
        if (driver.isEmpty()) {
            Conninfo conninfo = Conninfo.parse(text);
            List<List<Login>> ways = new Ways(place, user).libpq(conninfo, subject.given());
            return report(subject, settings, ways, Client.of(conninfo, Optional.empty(), place, subject.needs()), most);
        }
        DriverRules rules = Drivers.of(driver.get());
        Perspective.Seen seen = new Perspective(text, driver.get(), place).seen();
        settings.addAll(seen.checks());
        if (seen.broken()) {
            return new Report(subject.title(), settings, List.of(), List.of());
        }
        Conninfo conninfo = Conninfo.parse(JdbcText.toUri(text));
        Optional<Check> key = KeyFile.check(conninfo, rules, place);
        key.ifPresent(settings::add);
        if (key.filter(check -> check.outcome() == Check.Outcome.FAILED).isPresent()) {
            return new Report(subject.title(), settings, List.of(), List.of());
        }
        List<List<Login>> ways = new Ways(place, user).of(conninfo, rules, seen, subject.given());
        return report(subject, settings, ways, Client.of(conninfo, Optional.of(rules), place, subject.needs()), most);
    }

    /**
     * Logins that are known already, such as those of a Binding.
     *
     * @param logins one for each host
     * @param keys files with the keys that the driver is to read
     */
    public Report of(Subject subject, List<Login> logins, List<Path> keys, Duration most) throws InterruptedException {
        Optional<DriverRules> rules = subject.driver().map(Drivers::of);
        List<Check> settings = new ArrayList<>(subject.remarks());
        rules.ifPresent(driver -> keys.forEach(key -> KeyFile.judge(key, driver).ifPresent(settings::add)));
        List<List<Login>> ways = logins.stream().map(List::of).toList();
        return report(subject, settings, ways, Client.of(rules, subject.needs()), most);
    }

    private Report report(Subject subject, List<Check> settings, List<List<Login>> ways, Client client, Duration most)
            throws InterruptedException {
        List<Diagnosis> hosts = examine(ways, client, most);
        List<Check> choice = new ArrayList<>(
                new Choice(client.sessions(), hosts).check().stream().toList());
        if (hosts.size() > 1) {
            client.hosts().ifPresent(how -> choice.add(Check.ok(Step.SESSION, how)));
        }
        return new Report(subject.title(), settings, hosts, choice);
    }

    private List<Diagnosis> examine(List<List<Login>> hosts, Client client, Duration most) throws InterruptedException {
        List<Diagnosis> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Diagnosis>> running = hosts.stream()
                    .map(ways -> threads.submit(() -> host(ways, client, most)))
                    .toList();
            for (Future<Diagnosis> each : running) {
                all.add(each.get());
            }
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RuntimeException told ? told : new IllegalStateException(failure);
        }
        return all;
    }

    /** A way that fails where another may do is followed by that one, as sslmode prefer and allow say. */
    private Diagnosis host(List<Login> ways, Client client, Duration most) throws InterruptedException {
        Doctor doctor = new Doctor(clock, client);
        Diagnosis first = doctor.examine(ways.getFirst(), most);
        Optional<Check> stop = first.stop();
        if (stop.isEmpty() || ways.size() == 1 || !another(stop.get())) {
            return first;
        }
        Diagnosis second = doctor.examine(ways.getLast(), most.minus(first.took()));
        boolean further = second.stop()
                .map(other -> other.step().compareTo(stop.get().step()) > 0)
                .orElse(true);
        if (!further) {
            return first;
        }
        List<Check> checks = new ArrayList<>();
        boolean clear = ways.getLast().transport() instanceof Transport.Plain;
        checks.add(Check.warning(
                stop.get().step(),
                (clear ? "with TLS: " : "without TLS: ") + stop.get().saw(),
                (clear ? "so the client goes on in the clear" : "so the client tries TLS then")
                        + ", and whoever is in between can bring that about",
                "sslmode=verify-full; "
                        + stop.get().advice().map(Check.Advice::fix).orElse("")));
        checks.addAll(second.checks());
        return new Diagnosis(first.login(), checks, second.state(), first.took().plus(second.took()));
    }

    private static boolean another(Check stop) {
        return stop.step() == Step.TLS
                || stop.step() == Step.PROTOCOL
                || stop.step() == Step.HBA
                || stop.step() == Step.AUTHENTICATION;
    }
}
