package dev.postern.provision.doctor;

import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.Transport;
import dev.postern.provision.doctor.message.Step;
import dev.postern.provision.doctor.probe.Handshake;
import dev.postern.provision.doctor.probe.Knock;
import dev.postern.provision.doctor.probe.Probe;
import dev.postern.provision.doctor.probe.Resolved;
import dev.postern.provision.doctor.probe.Target;
import dev.postern.provision.doctor.probe.TlsAnswer;
import dev.postern.provision.doctor.probe.Trace;
import dev.postern.provision.doctor.probe.Welcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Examines logins, from the name of the host to what the session may do. Blocks; safe for any number of threads. */
public final class Doctor {
    private final InstantSource clock;
    private final Client client;

    public Doctor(InstantSource clock) {
        this(clock, Client.ANY);
    }

    /** @param client by whose rules it is judged */
    Doctor(InstantSource clock, Client client) {
        this.clock = clock;
        this.client = client;
    }

    /** @param most all of it, however slowly the other side answers */
    public Diagnosis examine(Login login, Duration most) throws InterruptedException {
        long start = System.nanoTime();
        List<Check> checks = new ArrayList<>(client.driver().isEmpty() ? transport(login) : List.of());
        Trace trace = Probe.walk(target(login), most);
        Optional<Diagnosis.State> state = Optional.empty();
        boolean open = seen(login, trace, checks);
        if (open) {
            Duration left = most.minusNanos(System.nanoTime() - start);
            LoginTry tried = new LoginTry(login, trace, client);
            checks.addAll(tried.checks(left));
            state = tried.state();
        }
        return new Diagnosis(
                login.user() + " at " + login.server() + ", database " + login.database(),
                checks,
                state,
                Duration.ofNanos(System.nanoTime() - start));
    }

    private Target target(Login login) {
        return new Target(
                login.server(),
                login.database(),
                login.user(),
                ClientCertificates.of(login.credential()),
                login.transport() instanceof Transport.Plain
                        ? Target.Tls.NONE
                        : client.direct() ? Target.Tls.DIRECT : Target.Tls.REQUESTED);
    }

    private static List<Check> transport(Login login) {
        return switch (login.transport()) {
            case Transport.Plain _ ->
                List.of(Check.warning(
                        Step.SETTINGS,
                        "sslmode says no TLS",
                        "everybody on the way reads what is sent, passwords of old methods too",
                        "sslmode=verify-full with sslrootcert"));
            case Transport.Encrypted _ ->
                List.of(Check.warning(
                        Step.SETTINGS,
                        "sslmode asks for TLS with anybody",
                        "nothing verifies the server: whoever is in between can pose as it",
                        "sslmode=verify-full with sslrootcert"));
            case Transport.VerifyCa _, Transport.VerifyFull _ -> List.of();
        };
    }

    /** @return whether the server answered as far as the credential */
    private boolean seen(Login login, Trace trace, List<Check> checks) {
        checks.add(name(login, trace.resolved()));
        if (!(trace.resolved() instanceof Resolved.Addresses)) {
            return false;
        }
        checks.addAll(Reach.checks(login, trace.knocks()));
        if (trace.knocks().stream().noneMatch(knock -> knock.outcome() == Knock.Outcome.OPEN)) {
            return false;
        }
        TlsJudge tls = new TlsJudge(login, clock.instant(), client);
        Optional<Check> stop = trace.answer().flatMap(tls::answer);
        if (stop.isPresent()) {
            checks.add(stop.get());
            return false;
        }
        trace.handshake().map(tls::handshake).ifPresent(checks::addAll);
        if (checks.getLast().outcome() == Check.Outcome.FAILED) {
            return false;
        }
        return trace.welcome()
                .map(welcome -> welcomed(login, tls, trace, welcome, checks))
                .orElse(false);
    }

    private static Check name(Login login, Resolved resolved) {
        String host = login.server().host();
        return switch (resolved) {
            case Resolved.Addresses found ->
                Check.ok(
                        Step.DNS,
                        host + " is "
                                + found.addresses().stream()
                                        .map(address -> address.getHostAddress())
                                        .collect(Collectors.joining(", ")));
            case Resolved.NoSuchName _ ->
                Check.failed(
                        Step.DNS,
                        "the name " + host + " does not resolve here",
                        host.indexOf('.') < 0
                                ? "a short name is completed by the search list of this machine's resolver"
                                : "it does not exist, or only for another resolver",
                        "getent hosts " + host + "; in Kubernetes write NAME.NAMESPACE.svc");
            case Resolved.NoAnswer _ ->
                Check.failed(
                        Step.DNS,
                        "the resolver did not answer for " + host,
                        "the name server is away, or port 53 is closed from here (a network policy for egress?)",
                        "check /etc/resolv.conf");
        };
    }

    private boolean welcomed(Login login, TlsJudge tls, Trace trace, Welcome welcome, List<Check> checks) {
        Optional<List<String>> authorities = trace.handshake()
                .flatMap(handshake -> handshake instanceof Handshake.Done done ? done.authorities() : Optional.empty());
        switch (welcome) {
            case Welcome.Admitted _ -> {
                checks.add(Check.ok(Step.PROTOCOL, "speaks PostgreSQL's protocol"));
                Optional<Check> insists = new Methods(login, client).unasked();
                insists.ifPresent(checks::add);
                return insists.isEmpty();
            }
            case Welcome.Asks asks -> {
                checks.add(Check.ok(Step.PROTOCOL, "speaks PostgreSQL's protocol"));
                checks.add(new Methods(login, client).check(asks));
                return checks.getLast().outcome() != Check.Outcome.FAILED;
            }
            case Welcome.Refused refused -> checks.add(new Refusals(login).check(refused.error()));
            case Welcome.Alert alert -> checks.add(tls.alert(alert.alert(), authorities));
            case Welcome.Other other -> checks.add(tls.notPostgres(other.text()));
            case Welcome.HungUp _ -> checks.add(tls.hungUp());
            case Welcome.Silence _ ->
                checks.add(tls.answer(new TlsAnswer.Silence()).orElseThrow());
        }
        return false;
    }
}
