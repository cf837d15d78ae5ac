package dev.postern.control;

import dev.postern.api.ApplyAnswer;
import dev.postern.api.Manifests;
import dev.postern.api.PlanAnswer;
import dev.postern.api.ProveAnswer;
import dev.postern.api.Route;
import dev.postern.control.caller.PeopleCheck;
import dev.postern.control.http.ApiServer;
import dev.postern.control.http.Mount;
import dev.postern.control.issue.BindingIssuer;
import dev.postern.control.issue.GatewayIssuer;
import dev.postern.control.issue.Issuance;
import dev.postern.control.login.LoginService;
import dev.postern.control.operator.OperatorFolder;
import dev.postern.control.prove.ProofService;
import dev.postern.control.publish.Publisher;
import dev.postern.control.resources.ResourceService;
import dev.postern.control.sessions.SessionRecorder;
import dev.postern.control.status.StatusService;
import dev.postern.control.status.StatusSource;
import dev.postern.control.store.Store;
import dev.postern.gateway.GatewayState;
import dev.postern.gateway.SessionLog;
import dev.postern.gateway.UpstreamIssuer;
import dev.postern.model.HostPort;
import dev.postern.pki.authority.Authorities;
import dev.postern.pki.authority.AuthorityName;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A running control plane. The gateway of the same process takes {@link #state()}, {@link #issuer()} and
 * {@link #sessionLog()}; everything else goes over the API on {@link #address()}.
 */
public final class Control implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Control.class.getName());
    private static final Duration MAINTENANCE = Duration.ofMinutes(10);
    private static final Duration KEEP_SESSIONS = Duration.ofDays(30);
    private static final Duration KEEP_LOGINS = Duration.ofDays(90);

    private final Store store;
    private final Publisher publisher;
    private final GatewayIssuer issuer;
    private final SessionRecorder sessions;
    private final ResourceService resources;
    private final ProofService proofs;
    private final LoginService logins;
    private final OwnCredentials own;
    private final StatusService status;
    private final ApiServer server;
    private final Maintenance maintenance;
    private final InstantSource clock;

    private Control(Parts parts, ControlSettings settings, StatusSource machine, Instant started) {
        this.store = parts.store();
        this.clock = parts.clock();
        Issuance issuance = new Issuance(parts.authorities(), parts.random());
        List<X509Certificate> people = issuance.anchors(AuthorityName.PEOPLE);
        this.publisher = new Publisher(
                () -> ResourceService.stored(store),
                () -> store.logins().revoked(clock.instant()),
                store.resources()::nextStateVersion,
                people);
        this.issuer = new GatewayIssuer(issuance, publisher::declaration);
        this.resources = new ResourceService(
                store,
                parts.term(),
                publisher,
                declaration -> new BindingIssuer(issuance, declaration),
                issuance.anchors(AuthorityName.CLIENT),
                clock,
                parts.random());
        this.logins = new LoginService(
                issuance,
                store.logins(),
                publisher,
                machine::gatewayAddress,
                this::replaceOperator,
                settings.loginTtl(),
                settings.longestLogin(),
                clock);
        this.proofs = new ProofService(
                publisher::declaration, machine::gatewayAddress, issuance, settings.operator(), clock, parts.random());
        this.own = OwnCredentials.issue(issuance, new OperatorFolder(settings.operatorFolder()), settings.operator());
        UUID run = new UUID(parts.random().nextLong(), parts.random().nextLong());
        this.sessions = SessionRecorder.start(events -> store.sessions().add(run, events), store.refusals()::add);
        this.status = new StatusService(
                new StatusService.Running(
                        settings.version(),
                        settings.home(),
                        ProcessHandle.current().pid(),
                        started),
                machine,
                issuance,
                publisher::declaration,
                this::address,
                own::byUse,
                sessions::lost,
                clock);
        this.server = listen(parts, settings, people);
        this.maintenance = Maintenance.start(
                MAINTENANCE,
                List.of(
                        () -> own.renew(clock.instant(), server),
                        publisher::catchUp,
                        resources::renewCertificates,
                        () -> store.sessions().forget(clock.instant().minus(KEEP_SESSIONS)),
                        () -> store.refusals().forget(clock.instant().minus(KEEP_SESSIONS)),
                        () -> store.logins().forget(clock.instant().minus(KEEP_LOGINS))));
    }

    private record Parts(Store store, long term, Authorities authorities, InstantSource clock, SecureRandom random) {}

    /** Listens when it returns, and the operator's files are written. The store stays the caller's to close. */
    public static Control start(
            ControlSettings settings,
            Store store,
            Authorities authorities,
            StatusSource machine,
            InstantSource clock,
            SecureRandom random) {
        Instant started = clock.instant();
        long term = store.leader().take("pid " + ProcessHandle.current().pid());
        Control control = new Control(new Parts(store, term, authorities, clock, random), settings, machine, started);
        try {
            control.own.writeFiles(control.server);
        } catch (RuntimeException failure) {
            control.close();
            throw failure;
        }
        LOG.log(Level.INFO, "event=control-started address={0} term={1}", control.address(), Long.toString(term));
        return control;
    }

    /** Where the API listens. */
    public HostPort address() {
        return server.address();
    }

    /** What gateways decide by, as of now. */
    public Supplier<GatewayState> state() {
        return publisher;
    }

    public UpstreamIssuer issuer() {
        return issuer;
    }

    public SessionLog sessionLog() {
        return sessions;
    }

    public PlanAnswer plan(Manifests manifests) {
        return resources.plan(manifests);
    }

    public ApplyAnswer apply(Manifests manifests) {
        return resources.apply(manifests);
    }

    /** Tries what is declared; needs a gateway that listens. */
    public ProveAnswer prove() {
        return proofs.prove(_ -> true);
    }

    /** Tries what is declared for one cluster. */
    public ProveAnswer prove(String cluster) {
        return proofs.prove(cluster::equals);
    }

    @Override
    public void close() {
        maintenance.close();
        server.close();
        sessions.close();
    }

    private ApiServer listen(Parts parts, ControlSettings settings, List<X509Certificate> people) {
        try {
            return ApiServer.start(
                    settings.apiPort(),
                    own.api(),
                    people,
                    new PeopleCheck(people, () -> publisher.get().revoked(), settings.operator(), clock),
                    mounts(),
                    parts.random());
        } catch (RuntimeException failure) {
            sessions.close();
            throw failure;
        }
    }

    private BigInteger replaceOperator() {
        return own.replaceOperator(server);
    }

    private List<Mount<?, ?>> mounts() {
        return List.of(
                new Mount<>(Route.STATUS, (_, _) -> status.status()),
                new Mount<>(Route.DATABASES, (caller, _) -> logins.databases(caller)),
                new Mount<>(Route.WHOAMI, (caller, _) -> logins.whoAmI(caller)),
                new Mount<>(Route.SESSIONS, (_, _) -> sessions.sessions()),
                new Mount<>(Route.RESOURCES, (_, _) -> resources.list()),
                new Mount<>(Route.LOGIN, logins::login),
                new Mount<>(Route.LOGOUT, logins::logout),
                new Mount<>(Route.PLAN, (_, manifests) -> plan(manifests)),
                new Mount<>(Route.APPLY, (_, manifests) -> apply(manifests)),
                new Mount<>(Route.PROVE, (_, _) -> prove()));
    }

    void maintain() {
        maintenance.turn();
    }
}
