package dev.postern.control.status;

import dev.postern.api.Status;
import dev.postern.control.issue.Credential;
import dev.postern.control.issue.Issuance;
import dev.postern.control.store.ResourceTable;
import dev.postern.model.HostPort;
import dev.postern.pki.x509.CertificateSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Puts the whole picture together. */
public final class StatusService {
    private final Process process;
    private final StatusSource machine;
    private final Issuance issuance;
    private final ResourceTable resources;
    private final Supplier<HostPort> address;
    private final Supplier<Map<String, Credential>> own;
    private final LongSupplier lost;
    private final InstantSource clock;

    /** What does not change while it runs. */
    public record Process(String version, Path home, long pid, Instant started) {}

    /**
     * @param own the control plane's own credentials by their use
     * @param lost session events that could not be kept
     */
    public StatusService(
            Process process,
            StatusSource machine,
            Issuance issuance,
            ResourceTable resources,
            Supplier<HostPort> address,
            Supplier<Map<String, Credential>> own,
            LongSupplier lost,
            InstantSource clock) {
        this.process = process;
        this.machine = machine;
        this.issuance = issuance;
        this.resources = resources;
        this.address = address;
        this.own = own;
        this.lost = lost;
        this.clock = clock;
    }

    public Status status() {
        return new Status(
                process.version(),
                process.home().toString(),
                address.get().toString(),
                process.pid(),
                process.started(),
                Duration.between(process.started(), clock.instant()),
                machine.servers(),
                machine.gateway(),
                issuance.status().stream()
                        .map(authority -> new Status.Authority(
                                authority.name().word(), authority.subject(), authority.notAfter(), authority.valid()))
                        .toList(),
                certificates(),
                resources.counts(),
                lost.getAsLong());
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
