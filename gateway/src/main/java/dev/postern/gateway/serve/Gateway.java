package dev.postern.gateway.serve;

import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.GatewayException;
import dev.postern.gateway.SessionLog;
import dev.postern.gateway.UpstreamIssuer;
import dev.postern.gateway.accept.AcceptBounds;
import dev.postern.gateway.accept.Listener;
import dev.postern.gateway.accept.ServerTls;
import dev.postern.gateway.authenticate.Authenticator;
import dev.postern.gateway.authorize.Authorizer;
import dev.postern.gateway.authorize.ServerNames;
import dev.postern.gateway.connect.PoolBounds;
import dev.postern.gateway.connect.Upstreams;
import dev.postern.gateway.net.TlsEngines;
import dev.postern.gateway.net.Transport;
import dev.postern.gateway.record.Journal;
import dev.postern.gateway.relay.CancelKeys;
import dev.postern.kernel.problem.Problem;
import dev.postern.postgres.wire.StartupBounds;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;

/** A running gateway. */
public final class Gateway implements AutoCloseable {
    private static final int LEAST_JUDGED = 16;

    private final Transport transport;
    private final TlsEngines engines;
    private final ExecutorService blocking;
    private final ServerTls tls;
    private final Upstreams upstreams;
    private final Journal journal;
    private final Sessions sessions;
    private final Listener listener;
    private final GatewayStates states;
    private volatile ServerCertificate certificate;

    private Gateway(
            GatewaySettings settings,
            GatewayStates states,
            UpstreamIssuer issuer,
            SessionLog log,
            InstantSource clock,
            SecureRandom random) {
        GatewayLimits limits = settings.limits();
        this.states = states;
        this.certificate = settings.certificate();
        this.engines = TlsEngines.choose(settings.tls());
        this.transport = Transport.open(settings.transport(), settings.eventLoops());
        this.blocking = Executors.newVirtualThreadPerTaskExecutor();
        try {
            this.tls = new ServerTls(engines, blocking, certificate.key(), certificate.chain());
        } catch (SSLException e) {
            stopLoops();
            throw badCertificate(e);
        }
        try {
            this.upstreams = new Upstreams(
                    transport,
                    engines,
                    issuer,
                    new PoolBounds(limits.idlePerKey(), limits.idleInAll(), limits.idleTime(), limits.serverLifetime()),
                    clock,
                    random,
                    blocking);
            this.journal = new Journal(log, clock);
            this.sessions = new Sessions(
                    upstreams,
                    new CancelKeys(random),
                    new CancelRate(clock, limits.wrongCancelsPerSecond()),
                    journal,
                    states,
                    clock);
            Admission admission = new Admission(
                    states,
                    new Authenticator(clock),
                    new Authorizer(new ServerNames(settings.ownNames(), settings.gatewayDomain())),
                    upstreams,
                    sessions,
                    journal,
                    blocking,
                    Math.max(LEAST_JUDGED, limits.maxUnauthenticated() / 4));
            sessions.watch(transport.loops());
            this.listener = Listener.open(transport, settings.host(), settings.port(), tls, bounds(limits), admission);
        } catch (RuntimeException e) {
            tls.close();
            stopLoops();
            throw e;
        }
    }

    /**
     * Listens when it returns.
     *
     * @throws GatewayException when the address is taken, the certificate does not fit, or a forced library does not load
     */
    public static Gateway start(
            GatewaySettings settings,
            GatewayStates states,
            UpstreamIssuer issuer,
            SessionLog log,
            InstantSource clock,
            SecureRandom random) {
        return new Gateway(settings, states, issuer, log, clock, random);
    }

    private static AcceptBounds bounds(GatewayLimits limits) {
        return new AcceptBounds(
                new StartupBounds(limits.startupBytes(), limits.startupParameters()),
                limits.authTimeout(),
                limits.maxConnections(),
                limits.maxUnauthenticated(),
                limits.maxUnauthenticatedPerAddress());
    }

    public InetSocketAddress address() {
        return listener.address();
    }

    public GatewayReport report() {
        return new GatewayReport(
                address(),
                transport.name(),
                engines.name(),
                journal.open(),
                upstreams.idle(),
                upstreams.certificates(),
                certificate.chain().getFirst().getNotAfter().toInstant(),
                states.current().version());
    }

    /** From now on new connections are shown this certificate; those that stand are not touched. */
    public synchronized void replaceServerCertificate(ServerCertificate next) {
        try {
            tls.replace(next.key(), next.chain());
        } catch (SSLException e) {
            throw badCertificate(e);
        }
        certificate = next;
    }

    private static GatewayException badCertificate(SSLException e) {
        return new GatewayException(
                Problem.of(
                        GatewayCode.GATEWAY_SETTINGS,
                        "the gateway's own certificate cannot be used: " + e.getMessage(),
                        "check that key and certificate belong together"),
                e);
    }

    private void stopLoops() {
        blocking.shutdownNow();
        transport.close();
    }

    /** Takes nobody in any more, tells everybody who is there, and gives everything back. */
    @Override
    public void close() {
        listener.close();
        sessions.stopAll();
        blocking.shutdownNow();
        upstreams.close();
        transport.close();
        tls.close();
    }
}
