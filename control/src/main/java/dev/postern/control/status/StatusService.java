package dev.postern.control.status;

import dev.postern.api.Status;
import dev.postern.control.declared.Declaration;
import dev.postern.control.issue.Credential;
import dev.postern.control.issue.Issuance;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.HostPort;
import dev.postern.pki.authority.AuthorityName;
import dev.postern.pki.x509.CertificateSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Puts the whole picture together. */
public final class StatusService {
    private static final String STORE = "store";
    private static final long UNKNOWN = -1;

    private final Running process;
    private final StatusSource machine;
    private final Issuance issuance;
    private final Supplier<Declaration> declared;
    private final Supplier<HostPort> address;
    private final Supplier<Map<String, Credential>> own;
    private final LongSupplier lost;
    private final InstantSource clock;

    /** What does not change while it runs. */
    public record Running(String version, Path home, long pid, Instant started) {}

    /**
     * @param declared as published
     * @param own the control plane's own credentials by their use
     * @param lost session events that could not be kept
     */
    public StatusService(
            Running process,
            StatusSource machine,
            Issuance issuance,
            Supplier<Declaration> declared,
            Supplier<HostPort> address,
            Supplier<Map<String, Credential>> own,
            LongSupplier lost,
            InstantSource clock) {
        this.process = process;
        this.machine = machine;
        this.issuance = issuance;
        this.declared = declared;
        this.address = address;
        this.own = own;
        this.lost = lost;
        this.clock = clock;
    }

    /** Answers also when the store does not: then it says so, and does not know how many certificates there are. */
    public Status status() {
        List<Status.Authority> authorities;
        Optional<String> storeProblem;
        try {
            authorities = issuance.status().stream()
                    .map(authority -> new Status.Authority(
                            authority.name().word(), authority.subject(), authority.notAfter(), authority.valid()))
                    .toList();
            storeProblem = Optional.empty();
        } catch (ProblemException away) {
            authorities = Arrays.stream(AuthorityName.values())
                    .map(this::withoutCount)
                    .toList();
            storeProblem = Optional.of(away.first().what());
        }
        return new Status(
                process.version(),
                process.home().toString(),
                address.get().toString(),
                process.pid(),
                process.started(),
                Duration.between(process.started(), clock.instant()),
                servers(storeProblem),
                machine.gateway(),
                authorities,
                certificates(),
                counts(),
                lost.getAsLong());
    }

    private List<Status.Server> servers(Optional<String> storeProblem) {
        return machine.servers().stream()
                .map(server -> server.name().equals(STORE) && storeProblem.isPresent()
                        ? new Status.Server(
                                server.name(),
                                server.version(),
                                server.host(),
                                server.port(),
                                server.pid(),
                                server.dataFolder(),
                                server.openssl(),
                                storeProblem.get())
                        : server)
                .toList();
    }

    private Status.Authority withoutCount(AuthorityName name) {
        CertificateSummary root = CertificateSummary.of(issuance.anchors(name).getLast());
        return new Status.Authority(name.word(), root.subject(), root.notAfter(), UNKNOWN);
    }

    private Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        declared.get().resources().forEach(resource -> counts.merge(resource.kind(), 1, Integer::sum));
        return counts;
    }

    /** How a certificate is shown. */
    public static Status.Certificate certificate(String use, Credential credential) {
        CertificateSummary summary = CertificateSummary.of(credential.leaf());
        return new Status.Certificate(
                use, summary.subject(), summary.serial(), summary.notBefore(), summary.notAfter());
    }

    private List<Status.Certificate> certificates() {
        List<Status.Certificate> all = new ArrayList<>(machine.certificates());
        own.get().forEach((use, credential) -> all.add(certificate(use, credential)));
        all.sort(Comparator.comparing(Status.Certificate::notAfter).thenComparing(Status.Certificate::use));
        return all;
    }
}
