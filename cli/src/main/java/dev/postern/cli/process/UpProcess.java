package dev.postern.cli.process;

import dev.postern.api.Manifests;
import dev.postern.api.ProveAnswer;
import dev.postern.cli.process.PortBook.Name;
import dev.postern.cli.settings.LongRunning;
import dev.postern.cli.settings.ProductVersion;
import dev.postern.cli.settings.UpSettings;
import dev.postern.cli.terminal.Console;
import dev.postern.control.Control;
import dev.postern.control.ControlSettings;
import dev.postern.control.issue.Credential;
import dev.postern.control.issue.Issuance;
import dev.postern.control.store.Store;
import dev.postern.control.store.StoreSettings;
import dev.postern.gateway.serve.Gateway;
import dev.postern.gateway.serve.GatewaySettings;
import dev.postern.gateway.serve.ServerCertificate;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.kernel.secret.Secret;
import dev.postern.pki.authority.Authorities;
import dev.postern.server.Binaries;
import dev.postern.server.LocalServer;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * {@code postern up}: everything on one machine, in one process with two PostgreSQL servers beside it. The order of
 * {@link #start} is the start order; the reverse is how it ends.
 */
public final class UpProcess implements LongRunning<UpSettings> {
    private static final String OPERATOR = "operator";

    private final InstantSource clock = InstantSource.system();
    private final SecureRandom random = new SecureRandom();
    private final Console console = new Console(System.out, System.err);

    /** For the verb, which knows this class by its name only. */
    public UpProcess() {}

    @Override
    public int run(UpSettings settings) {
        Instant began = clock.instant();
        try (Closing closing = Closing.onSignal()) {
            Progress progress = new Progress(console, settings.command(), settings.json());
            Renewal renewal = new Renewal(clock);
            try {
                start(settings, closing, renewal, progress, began);
            } catch (ProblemException problem) {
                if (closing.signalled()) {
                    return 0;
                }
                console.problems(problem.problems(), settings.json());
                return 1;
            }
            renewal.untilTold(closing);
            progress.stopping();
            return 0;
        }
    }

    private void start(UpSettings settings, Closing closing, Renewal renewal, Progress progress, Instant began) {
        Home home = Home.open(settings.home());
        closing.add(HomeLock.take(home, ProcessHandle.current().pid(), settings.command()));
        progress.home(home);
        ProcessLog.to(home.log());
        Binaries binaries =
                settings.pgBin().map(Binaries::installed).orElseGet(() -> Binaries.embedded(home.runtime()));
        progress.postgres(binaries);
        LocalServers servers = new LocalServers(home, binaries);
        servers.stopOrphans();
        PortBook ports = PortBook.choose(home, settings);
        ports.said().forEach(progress::said);

        Machine machine = new Machine();
        Store store = startStore(servers, ports, machine, progress, closing);
        progress.server("store", ports.port(Name.STORE));
        Authorities authorities = KeyEncryption.authorities(home, store.journal(), clock, random);
        progress.authorities(authorities.status());
        Issuance issuance = new Issuance(authorities, random);
        TlsFiles tls = new TlsFiles(home, issuance);
        startDemo(servers, tls, ports, machine, renewal, progress, closing);
        progress.server("demo", ports.port(Name.DEMO));

        ControlSettings settingsOfControl =
                ControlSettings.of(home.folder(), ProductVersion.text(), OPERATOR, ports.port(Name.API));
        Control control = closing.add(Control.start(settingsOfControl, store, authorities, machine, clock, random));
        Gateway gateway = startGateway(control, issuance, ports, machine, renewal, closing);
        progress.gateway(gateway.report(), control.address());

        DemoManifests demo = new DemoManifests(home);
        declare(control, demo, demo.cluster(ports.port(Name.DEMO), tls.serverAuthority()), progress);
        ProveAnswer proof = control.prove(DemoManifests.CLUSTER);
        progress.proof(proof);
        if (proof.passed() || proof.cells().isEmpty()) {
            progress.ready(home, ports, Duration.between(began, clock.instant()));
        }
    }

    /**
     * The demo's resources. Whatever is wrong with them after the first start (somebody has changed them, a folder is
     * away) must not keep gateway and API from running: they are what it can be mended with.
     */
    private static void declare(Control control, DemoManifests demo, Manifests cluster, Progress progress) {
        boolean first = demo.isNew();
        try {
            progress.applied(control.apply(cluster));
            if (first) {
                Manifests declared = demo.demo(OPERATOR);
                progress.applied(control.apply(declared));
                demo.keep(declared);
            }
        } catch (ProblemException problem) {
            if (first) {
                throw problem;
            }
            progress.notApplied(problem.problems());
        }
    }

    private Store startStore(
            LocalServers servers, PortBook ports, Machine machine, Progress progress, Closing closing) {
        Secret password = servers.storePassword(random);
        LocalServer first = servers.startStore(ports.port(Name.STORE), password);
        machine.runs(LocalServers.STORE, closing.add(KeptServer.keep(LocalServers.STORE, first, progress::happened)));
        return closing.add(Store.open(StoreSettings.local(first.port(), password)));
    }

    private static void startDemo(
            LocalServers servers,
            TlsFiles tls,
            PortBook ports,
            Machine machine,
            Renewal renewal,
            Progress progress,
            Closing closing) {
        TlsFiles.Issued certificate = tls.writeServer();
        LocalServer first = servers.startDemo(ports.port(Name.DEMO), certificate.files());
        KeptServer kept = closing.add(KeptServer.keep(LocalServers.DEMO, first, progress::happened));
        machine.runs(LocalServers.DEMO, kept);
        watch(renewal, machine, "demo server", certificate.certificate(), () -> {
            X509Certificate next = tls.writeServer().certificate();
            kept.server().reload();
            return next;
        });
        watch(renewal, machine, "demo administrator", tls.writeAdmin(), tls::writeAdmin);
    }

    private Gateway startGateway(
            Control control, Issuance issuance, PortBook ports, Machine machine, Renewal renewal, Closing closing) {
        Credential credential = gatewayCertificate(issuance);
        Gateway gateway = closing.add(Gateway.start(
                GatewaySettings.of(
                                "127.0.0.1",
                                ports.port(Name.GATEWAY),
                                new ServerCertificate(credential.chain(), credential.key()))
                        .below(Progress.GATEWAY_DOMAIN),
                control.state()::get,
                control.issuer(),
                control.sessionLog(),
                clock,
                random));
        machine.runs(gateway);
        watch(renewal, machine, "gateway server", credential.leaf(), () -> {
            Credential next = gatewayCertificate(issuance);
            gateway.replaceServerCertificate(new ServerCertificate(next.chain(), next.key()));
            return next.leaf();
        });
        return gateway;
    }

    private static Credential gatewayCertificate(Issuance issuance) {
        return issuance.server(
                List.of("localhost", "*." + Progress.GATEWAY_DOMAIN), List.of("127.0.0.1", "::1"), "gateway");
    }

    private static void watch(
            Renewal renewal,
            Machine machine,
            String use,
            X509Certificate inForce,
            java.util.function.Supplier<X509Certificate> next) {
        machine.shows(use, inForce);
        renewal.watch(use, inForce, () -> {
            X509Certificate renewed = next.get();
            machine.shows(use, renewed);
            return renewed;
        });
    }
}
