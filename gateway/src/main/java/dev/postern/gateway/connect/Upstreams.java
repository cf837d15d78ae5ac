package dev.postern.gateway.connect;

import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.UpstreamIssuer;
import dev.postern.gateway.authorize.Grant;
import dev.postern.gateway.net.TlsEngines;
import dev.postern.gateway.net.Transport;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.HostPort;
import dev.postern.postgres.sqlstate.SqlState;
import dev.postern.postgres.wire.ProtocolVersion;
import dev.postern.postgres.wire.StartupPacket.CancelRequest;
import dev.postern.postgres.wire.StartupPacket.StartupMessage;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/** The server leg: connections, their pools, our certificates for them, cancel requests to them. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails makes the channel inactive
public final class Upstreams implements AutoCloseable {
    private static final int TRIES_WHEN_FULL = 5;
    private static final long MOMENT_MILLIS = 50;

    private final InstantSource clock;
    private final Identities identities;
    private final Dialer dialer;
    private final PoolBounds bounds;
    private final AtomicInteger leaving = new AtomicInteger();
    private final AtomicInteger idle = new AtomicInteger();
    private final IdentityHashMap<EventExecutor, LoopPool> pools = new IdentityHashMap<>();

    /** @param blocking one virtual thread for each task */
    public Upstreams(
            Transport transport,
            TlsEngines engines,
            UpstreamIssuer issuer,
            PoolBounds bounds,
            InstantSource clock,
            SecureRandom random,
            ExecutorService blocking) {
        this.clock = clock;
        this.bounds = bounds;
        this.identities = new Identities(issuer, engines, clock, random, blocking);
        this.dialer = new Dialer(transport, blocking);
        transport.loops().forEach(loop -> pools.put(loop, new LoopPool(bounds, idle)));
    }

    /**
     * Blocks; for virtual threads. What comes back is on {@code loop} and belongs to the one who asked.
     *
     * @param doing is told what is waited for, as a clause
     */
    public Connection connect(Grant grant, EventLoop loop, Consumer<String> doing) throws InterruptedException {
        PoolKey key = PoolKey.of(grant);
        doing.accept("kept server connections were being looked through");
        Optional<Upstream> pooled = await(pooled(key, grant.state(), loop));
        if (pooled.isPresent()) {
            return new Connection.Ready(pooled.get());
        }
        try {
            doing.accept("the certificate for role \"" + grant.role() + "\" was being fetched");
            Identity identity = identities.of(grant.role(), grant.caller().subject());
            Connection outcome = open(key, grant, identity, loop, doing);
            for (int again = 0; isFull(outcome) && again < TRIES_WHEN_FULL; again++) {
                // what we keep for nobody must not keep somebody out
                if (again == 0 && makeRoom(key) == 0) {
                    return outcome;
                }
                doing.accept("idle connections to " + key.server() + " were being given up for this one");
                await(afterAMoment(loop));
                outcome = open(key, grant, identity, loop, doing);
            }
            return outcome;
        } catch (ProblemException e) {
            return new Connection.Failed(e.first());
        }
    }

    private static boolean isFull(Connection outcome) {
        return outcome instanceof Connection.Refused refused
                && refused.error()
                        .field('C')
                        .filter(SqlState.TOO_MANY_CONNECTIONS::equals)
                        .isPresent();
    }

    private int makeRoom(PoolKey key) throws InterruptedException {
        int closed = 0;
        for (Map.Entry<EventExecutor, LoopPool> pool : pools.entrySet()) {
            closed +=
                    await(CompletableFuture.supplyAsync(() -> pool.getValue().closeAllOf(key.server()), pool.getKey()));
        }
        return closed;
    }

    // the server's process has to end before its place is free
    private static CompletableFuture<Boolean> afterAMoment(EventLoop loop) {
        CompletableFuture<Boolean> moment = new CompletableFuture<>();
        loop.schedule(() -> moment.complete(true), MOMENT_MILLIS, TimeUnit.MILLISECONDS);
        return moment;
    }

    private CompletableFuture<Optional<Upstream>> pooled(PoolKey key, long state, EventLoop loop) {
        CompletableFuture<Optional<Upstream>> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(taken(key, state, loop));
            } catch (RuntimeException | Error defect) { // whoever waits must not wait for ever
                result.completeExceptionally(defect);
            }
        });
        return result;
    }

    private Optional<Upstream> taken(PoolKey key, long state, EventLoop loop) {
        Optional<Upstream> found = pool(loop).take(key);
        while (found.isPresent() && !usable(found.get(), state)) {
            found.get().close();
            found = pool(loop).take(key);
        }
        found.ifPresent(upstream -> upstream.become(new Resting(upstream, () -> {})));
        return found;
    }

    /** @param state of the session that asks */
    private boolean usable(Upstream upstream, long state) {
        Instant now = clock.instant();
        return upstream.channel().isActive()
                && !upstream.identity().expired(now)
                && !upstream.identity().replaced()
                && upstream.vintage().fits(state, now, bounds.lifetime());
    }

    /** Tries the server's addresses in the order of the resolver. */
    private Connection open(PoolKey key, Grant grant, Identity identity, EventLoop loop, Consumer<String> doing)
            throws InterruptedException {
        HostPort server = key.server();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user", grant.role());
        parameters.put("database", grant.database());
        parameters.putAll(grant.parameters());
        StartupMessage startup = new StartupMessage(ProtocolVersion.V3_0, parameters, List.of());
        doing.accept("the address of " + server.host() + " was being looked up");
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(server.host());
        } catch (UnknownHostException e) {
            return new Connection.Failed(Gone.unreachable(server, "its host name does not resolve"));
        }
        try {
            identity.prepare(key.anchors());
        } catch (SSLException e) {
            return new Connection.Failed(Gone.login(server, e));
        }
        Vintage vintage = new Vintage(clock.instant(), grant.state());
        Connection outcome = new Connection.Failed(Gone.unreachable(server, "its host name has no address"));
        for (InetAddress address : addresses) {
            Dialer.Call call =
                    new Dialer.Call(loop, new InetSocketAddress(address, server.port()), key, identity, vintage);
            doing.accept("the server " + server + " was being logged in to");
            outcome = await(dialer.logIn(call, startup));
            if (!(outcome instanceof Connection.Failed failed
                    && failed.problem().code() == GatewayCode.SERVER_UNREACHABLE)) {
                return outcome;
            }
        }
        return outcome;
    }

    /**
     * On its loop, after a session: wiped and kept for its next owner, or closed. Its phase stays as it is until cancel
     * requests that are under way have arrived.
     *
     * @param atRest whether the phase has seen whole messages only, asked when the next one takes over
     */
    public void giveBack(Upstream upstream, BooleanSupplier atRest) {
        EventLoop loop = upstream.channel().eventLoop();
        upstream.whenQuiet(() -> {
            if (!upstream.channel().isActive()) {
                return;
            }
            if (!atRest.getAsBoolean() || upstream.awaitsCancel()) {
                upstream.close();
                return;
            }
            upstream.become(new Resetting(upstream, clean -> {
                if (clean && usable(upstream, upstream.vintage().state())) {
                    upstream.become(new Resting(upstream, () -> pool(loop).remove(upstream)));
                    pool(loop).put(upstream);
                } else {
                    upstream.channel().close();
                }
            }));
        });
    }

    /** On its loop: what it still does is cancelled, and it is closed. */
    public void abandon(Upstream upstream) {
        cancel(upstream);
        upstream.channel().close();
    }

    /**
     * On its loop: it was told goodbye already, finishes what it was asked before, and hangs up by itself. It is not waited
     * for longer than {@code most}, nor for more of them than are kept idle: whoever leaves takes a place all the same.
     */
    public void letFinish(Upstream upstream, Duration most) {
        if (leaving.incrementAndGet() > bounds.idleInAll()) {
            leaving.decrementAndGet();
            abandon(upstream);
            return;
        }
        upstream.become(new Draining());
        upstream.channel().config().setAutoRead(true);
        Future<?> late = upstream.channel()
                .eventLoop()
                .schedule(() -> abandon(upstream), most.toMillis(), TimeUnit.MILLISECONDS);
        upstream.channel().closeFuture().addListener(closed -> {
            late.cancel(false);
            leaving.decrementAndGet();
        });
    }

    /** On its loop: forwards a cancel request, with the server's own key, inside TLS. */
    public CompletableFuture<Void> cancel(Upstream upstream) {
        EventLoop loop = upstream.channel().eventLoop();
        Dialer.Call call =
                new Dialer.Call(loop, upstream.address(), upstream.key(), upstream.identity(), upstream.vintage());
        upstream.cancelBegins();
        return dialer.cancel(call, new CancelRequest(upstream.pid(), upstream.cancelKey()))
                .handle((over, failure) -> {
                    upstream.cancelEnds(failure == null && over);
                    return null;
                });
    }

    /** Kept without an owner, now. */
    public int idle() {
        return idle.get();
    }

    public List<UpstreamCertificate> certificates() {
        return identities.report();
    }

    private LoopPool pool(EventLoop loop) {
        LoopPool pool = pools.get(loop);
        if (pool == null) {
            throw new IllegalArgumentException("not one of this gateway's event loops");
        }
        return pool;
    }

    private static <T> T await(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the server leg failed", e.getCause());
        }
    }

    @Override
    public void close() {
        pools.forEach((loop, pool) -> loop.submit(pool::closeAll).awaitUninterruptibly(5000));
        identities.close();
    }
}
