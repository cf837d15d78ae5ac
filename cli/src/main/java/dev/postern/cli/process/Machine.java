package dev.postern.cli.process;

import dev.postern.api.Status;
import dev.postern.control.status.StatusSource;
import dev.postern.gateway.serve.Gateway;
import dev.postern.gateway.serve.GatewayReport;
import dev.postern.model.HostPort;
import dev.postern.pki.x509.CertificateSummary;
import dev.postern.server.Binaries;
import dev.postern.server.LocalServer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What runs in this process, for {@code postern status}; filled as parts start. */
final class Machine implements StatusSource {
    private final Map<String, KeptServer> servers = new ConcurrentHashMap<>();
    private final Map<String, X509Certificate> certificates = new ConcurrentHashMap<>();
    private volatile @Nullable Gateway gateway;

    void runs(String name, KeptServer server) {
        servers.put(name, server);
    }

    void runs(Gateway started) {
        gateway = started;
    }

    /** @param use what the certificate is for; a later one replaces an earlier one */
    void shows(String use, X509Certificate certificate) {
        certificates.put(use, certificate);
    }

    @Override
    public List<Status.Server> servers() {
        return servers.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> server(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Override
    public Optional<Status.Gateway> gateway() {
        return Optional.ofNullable(gateway).map(Gateway::report).map(Machine::status);
    }

    @Override
    public Optional<HostPort> gatewayAddress() {
        return Optional.ofNullable(gateway)
                .map(running -> new HostPort("localhost", running.address().getPort()));
    }

    @Override
    public List<Status.Certificate> certificates() {
        return certificates.entrySet().stream()
                .map(entry -> certificate(entry.getKey(), CertificateSummary.of(entry.getValue())))
                .sorted(Comparator.comparing(Status.Certificate::notAfter))
                .toList();
    }

    /** What must be said about where a PostgreSQL comes from; empty when there is nothing to say. */
    static String note(Binaries binaries) {
        return switch (binaries.origin()) {
            case EMBEDDED ->
                "embedded, with OpenSSL " + binaries.openssl()
                        + ": for the first minutes, not for production (use --pg-bin)";
            case INSTALLED -> "";
        };
    }

    private static Status.Server server(String name, KeptServer kept) {
        LocalServer server = kept.server();
        Binaries binaries = server.spec().binaries();
        Path data = server.spec().dataFolder();
        return new Status.Server(
                name,
                binaries.version(),
                "localhost",
                server.port(),
                server.pid(),
                data.toString(),
                Optional.of(binaries.openssl()),
                Stream.of(kept.note(), note(binaries))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("; ")));
    }

    private static Status.Gateway status(GatewayReport report) {
        return new Status.Gateway(
                "localhost:" + report.address().getPort(),
                report.transport(),
                tls(report),
                report.sessions(),
                report.pooledUpstreams());
    }

    /** The TLS library by the name people know it by. */
    static String tls(GatewayReport report) {
        return report.tlsProvider().equals("OPENSSL") ? "BoringSSL" : "JDK TLS";
    }

    private static Status.Certificate certificate(String use, CertificateSummary summary) {
        return new Status.Certificate(
                use, summary.subject(), summary.serial(), summary.notBefore(), summary.notAfter());
    }
}
