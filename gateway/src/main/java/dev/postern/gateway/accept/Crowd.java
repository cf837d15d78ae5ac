package dev.postern.gateway.accept;

import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.Origin;
import dev.postern.kernel.problem.Problem;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected. Strangers, who have not shown yet who they are, are bounded in all and by address; those who are known
 * are bounded apart, so that no number of strangers takes their room.
 */
final class Crowd {
    private static final System.Logger LOG = System.getLogger(Crowd.class.getName());

    /** So many strangers above a bound are still told why they are refused; more are only hung up on. */
    private static final int TO_BE_TOLD = 100;

    private static final int TO_BE_TOLD_OF_AN_ADDRESS = 25;

    private final AcceptBounds bounds;
    private final AtomicInteger strangers = new AtomicInteger();
    private final AtomicInteger known = new AtomicInteger();
    private final Map<Origin, Integer> byAddress = new ConcurrentHashMap<>();
    private final AtomicBoolean complained = new AtomicBoolean();

    Crowd(AcceptBounds bounds) {
        this.bounds = bounds;
    }

    /** A stranger comes in; whatever the place says, it is to be left. */
    Place enter(InetAddress from) {
        Origin origin = Origin.of(from);
        int all = strangers.incrementAndGet();
        int alike = byAddress.merge(origin, 1, Integer::sum);
        boolean crowded = all > bounds.strangers() || alike > bounds.strangersOfAnAddress();
        boolean silent = all > bounds.strangers() + TO_BE_TOLD
                || alike > bounds.strangersOfAnAddress() + TO_BE_TOLD_OF_AN_ADDRESS;
        if (silent && complained.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "event=crowded unauthenticated={0} from={1} unauthenticated_from={2} new_connections=hung_up_on",
                    Integer.toString(all),
                    from.getHostAddress(),
                    Integer.toString(alike));
        }
        return new Place(origin, crowded ? tooManyStrangers(all, alike, from) : null, silent);
    }

    private Problem tooManyStrangers(int all, int alike, InetAddress from) {
        boolean one = alike > bounds.strangersOfAnAddress();
        return Problem.of(
                GatewayCode.TOO_MANY_CONNECTIONS,
                one
                        ? alike + " connections from " + from.getHostAddress() + " have not shown yet who they are, "
                                + bounds.strangersOfAnAddress() + " is the most from one address"
                        : all + " connections have not shown yet who they are, " + bounds.strangers() + " is the most",
                "connect again in a moment, with fewer connections at once");
    }

    private void forget(Origin origin) {
        byAddress.computeIfPresent(origin, (_, count) -> count > 1 ? count - 1 : null);
        if (strangers.decrementAndGet() <= bounds.strangersOfAnAddress() / 2) {
            complained.set(false);
        }
    }

    /** One connection's place, from its beginning to its end. */
    final class Place {
        private final Origin origin;
        private final @Nullable Problem refusal;
        private final boolean silent;
        private boolean admitted;
        private boolean left;

        Place(Origin origin, @Nullable Problem refusal, boolean silent) {
            this.origin = origin;
            this.refusal = refusal;
            this.silent = silent;
        }

        /** Whether there is no room even for telling it why. */
        boolean silent() {
            return silent;
        }

        /** What a stranger above the bounds is told when it has said hello. */
        Optional<Problem> refusal() {
            return Optional.ofNullable(refusal);
        }

        /** It has shown who it is. @return why it has no place all the same */
        synchronized Optional<Problem> known() {
            if (left || admitted) {
                return Optional.empty();
            }
            int now = known.incrementAndGet();
            if (now > bounds.connections()) {
                known.decrementAndGet();
                return Optional.of(Problem.of(
                        GatewayCode.TOO_MANY_CONNECTIONS,
                        "the gateway has " + (now - 1) + " client connections, " + bounds.connections()
                                + " is the most",
                        "close some, or raise max-connections"));
            }
            admitted = true;
            forget(origin);
            return Optional.empty();
        }

        synchronized void leave() {
            if (left) {
                return;
            }
            left = true;
            if (admitted) {
                known.decrementAndGet();
            } else {
                forget(origin);
            }
        }
    }
}
