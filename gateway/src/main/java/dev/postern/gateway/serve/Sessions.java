package dev.postern.gateway.serve;

import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.accept.ClientLeg;
import dev.postern.gateway.authenticate.Caller;
import dev.postern.gateway.authorize.Grant;
import dev.postern.gateway.connect.Upstream;
import dev.postern.gateway.connect.Upstreams;
import dev.postern.gateway.record.Journal;
import dev.postern.gateway.relay.CancelKeys;
import dev.postern.gateway.relay.Ending;
import dev.postern.gateway.relay.Relay;
import dev.postern.kernel.problem.Problem;
import dev.postern.postgres.wire.BackendMessage.BackendKeyData;
import dev.postern.postgres.wire.BackendMessage.NegotiateProtocolVersion;
import dev.postern.postgres.wire.ProtocolVersion;
import dev.postern.postgres.wire.StartupPacket.CancelRequest;
import dev.postern.postgres.wire.StartupPacket.StartupMessage;
import io.netty.util.concurrent.ScheduledFuture;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The sessions that stand: their beginning, their timers, cancel requests to them, and what follows their end. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails makes the channel inactive
final class Sessions {
    private static final System.Logger LOG = System.getLogger(Sessions.class.getName());

    /** A revocation ends standing sessions within a second of its state. */
    private static final long WATCH_MILLIS = 250;

    static final Problem SHUTTING_DOWN =
            Problem.of(GatewayCode.SHUTTING_DOWN, "the gateway is shutting down", "connect again in a moment");

    /** How long a server may work on for a client that said goodbye, when no rule says less. */
    private static final Duration LAST_WORK = Duration.ofMinutes(10);

    private final Upstreams upstreams;
    private final CancelKeys keys;
    private final CancelRate cancelRate;
    private final Journal journal;
    private final GatewayStates states;
    private final InstantSource clock;
    private final Map<Relay, Caller> standing = new ConcurrentHashMap<>();

    Sessions(
            Upstreams upstreams,
            CancelKeys keys,
            CancelRate cancelRate,
            Journal journal,
            GatewayStates states,
            InstantSource clock) {
        this.states = states;
        this.clock = clock;
        this.upstreams = upstreams;
        this.keys = keys;
        this.cancelRate = cancelRate;
        this.journal = journal;
    }

    /** What belongs to one session and is undone when it ends. */
    private static final class Course {
        private @Nullable BackendKeyData key;
        private @Nullable ScheduledFuture<?> timer;
        private @Nullable Relay relay;
        private @Nullable Instant opened;
    }

    /** On the loop of both legs. */
    void begin(ClientLeg leg, StartupMessage startup, Grant grant, Upstream upstream) {
        Course course = new Course();
        Relay relay = new Relay(leg, upstream, keys.gateway(), ending -> over(course, ending));
        ProtocolVersion spoken = spoken(startup);
        BackendKeyData key = keys.give(relay, spoken);
        course.relay = relay;
        course.key = key;
        course.opened = journal.opened(
                leg.session(),
                leg.client(),
                new Journal.Admission(
                        grant.caller().subject(),
                        grant.entry().name(),
                        grant.database(),
                        grant.role(),
                        grant.rule(),
                        upstream.pid()));
        standing.put(relay, grant.caller());
        grant.maxTtl()
                .ifPresent(most -> course.timer = leg.loop()
                        .schedule(() -> relay.stop(tooOld(grant, most)), most.toMillis(), TimeUnit.MILLISECONDS));
        try {
            relay.begin(key, negotiation(startup, spoken));
        } catch (Exception e) {
            relay.stop(Problem.of(
                    GatewayCode.INTERNAL, "session " + leg.session() + " could not begin: " + e.getMessage(), ""));
        }
    }

    private void over(Course course, Ending ending) {
        Relay relay = course.relay;
        if (relay == null || course.key == null || course.opened == null) {
            return;
        }
        keys.take(course.key);
        standing.remove(relay);
        if (course.timer != null) {
            course.timer.cancel(false);
        }
        switch (ending.backend()) {
            case IDLE -> upstreams.giveBack(relay.upstream(), relay::serverAtRest);
            case BUSY -> upstreams.abandon(relay.upstream());
            case LEAVING -> upstreams.letFinish(relay.upstream(), left(course));
            case GONE -> {}
        }
        journal.ended(
                relay.leg().session(), course.opened, ending.bytesToServer(), ending.bytesToClient(), ending.reason());
    }

    /** What a rule leaves of a session's time, for what was asked before goodbye. */
    private static Duration left(Course course) {
        Duration left =
                course.timer == null ? LAST_WORK : Duration.ofMillis(course.timer.getDelay(TimeUnit.MILLISECONDS));
        return left.compareTo(LAST_WORK) < 0 ? left : LAST_WORK;
    }

    /** Whoever has the key may cancel, in clear text, too: libpq before 17 knows no other way. Nothing is answered. */
    void cancel(ClientLeg leg, CancelRequest request) {
        InetAddress from = leg.client().getAddress();
        Optional<Relay> found = cancelRate.hears(from) ? keys.find(request) : Optional.empty();
        if (found.isEmpty()) {
            cancelRate.wrong(from);
            leg.close();
            return;
        }
        Relay relay = found.get();
        relay.leg().loop().execute(() -> {
            if (relay.over()) {
                leg.close();
            } else {
                upstreams.cancel(relay.upstream()).whenComplete((done, failure) -> leg.close());
            }
        });
    }

    /** Until the loops end. */
    void watch(ScheduledExecutorService loops) {
        loops.scheduleWithFixedDelay(this::endThoseOver, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends the sessions of certificates that are over or revoked by now: a session lasts no longer than its certificate. */
    private void endThoseOver() {
        try {
            Set<BigInteger> revoked = states.current().revoked();
            Instant now = clock.instant();
            standing.forEach((relay, caller) -> {
                if (revoked.contains(caller.serial())) {
                    relay.leg().loop().execute(() -> relay.stop(revoked(caller)));
                } else if (now.isAfter(caller.notAfter())) {
                    relay.leg().loop().execute(() -> relay.stop(over(caller)));
                }
            });
        } catch (RuntimeException defect) { // the next turn may do better; without one, sessions would stand for ever
            LOG.log(System.Logger.Level.ERROR, "event=sessions_not_looked_at", defect);
        }
    }

    private static Problem over(Caller caller) {
        return Problem.of(
                GatewayCode.SESSION_EXPIRED,
                "the certificate of " + caller.subject() + " that this session began with expired at "
                        + caller.notAfter(),
                "run \"postern login\" for a new one, then connect again");
    }

    private static Problem revoked(Caller caller) {
        return Problem.of(
                GatewayCode.SESSION_REVOKED,
                "the certificate of " + caller.subject() + " that this session began with (serial "
                        + caller.serial().toString(16) + ") is revoked",
                "run \"postern login\" for a new one if you may still have one, then connect again");
    }

    /** Every client is told, and nobody waits for those who do not listen. */
    void stopAll() {
        for (Relay relay : standing.keySet()) {
            relay.leg().loop().submit(() -> relay.stop(SHUTTING_DOWN)).awaitUninterruptibly(1000);
        }
    }

    private static ProtocolVersion spoken(StartupMessage startup) {
        return startup.version().atLeast(ProtocolVersion.V3_2) ? ProtocolVersion.V3_2 : startup.version();
    }

    private static Optional<NegotiateProtocolVersion> negotiation(StartupMessage startup, ProtocolVersion spoken) {
        return startup.version().equals(spoken) && startup.protocolOptions().isEmpty()
                ? Optional.empty()
                : Optional.of(new NegotiateProtocolVersion(spoken, startup.protocolOptions()));
    }

    private static Problem tooOld(Grant grant, Duration most) {
        return Problem.of(
                GatewayCode.SESSION_EXPIRED,
                "rule \"" + grant.rule() + "\" ends sessions after " + most,
                "connect again");
    }
}
