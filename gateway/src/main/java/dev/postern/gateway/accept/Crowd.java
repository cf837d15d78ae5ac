package dev.postern.gateway.accept;

import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.Origin;
import dev.postern.kernel.problem.Problem;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected. Strangers, who have not shown yet who they are, are bounded in all and by address; when there is no room
 * for one, the address with the most of them gives up its oldest, so that a few addresses do not keep all others out. Those
 * who are known are bounded apart, so that no number of strangers takes their room.
 */
final class Crowd {
    private static final System.Logger LOG = System.getLogger(Crowd.class.getName());

    /** So many strangers above a bound are still told why they are refused; more are only hung up on. */
    private static final int TO_BE_TOLD = 100;

    private static final int TO_BE_TOLD_OF_AN_ADDRESS = 25;

    private final AcceptBounds bounds;
    private final Map<Origin, SequencedSet<Place>> strangers = new HashMap<>();
    private int all;
    private int known;
    private boolean complained;

    Crowd(AcceptBounds bounds) {
        this.bounds = bounds;
    }

    /**
     * A stranger comes in; whatever the place says, it is to be left.
     *
     * @param hangUp gives the place up for somebody else's sake; must not block
     */
    synchronized Place enter(InetAddress from, Runnable hangUp) {
        Origin origin = Origin.of(from);
        Place place = new Place(origin, hangUp);
        SequencedSet<Place> same = strangers.computeIfAbsent(origin, _ -> new LinkedHashSet<>());
        same.addLast(place);
        all++;
        int alike = same.size();
        if (alike <= bounds.strangersOfAnAddress()) {
            makeRoom(alike);
        }
        boolean crowded = all > bounds.strangers() || alike > bounds.strangersOfAnAddress();
        boolean silent = all > bounds.strangers() + TO_BE_TOLD
                || alike > bounds.strangersOfAnAddress() + TO_BE_TOLD_OF_AN_ADDRESS;
        if (silent && !complained) {
            complained = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "event=crowded unauthenticated={0} from={1} unauthenticated_from={2} new_connections=hung_up_on",
                    Integer.toString(all),
                    from.getHostAddress(),
                    Integer.toString(alike));
        }
        place.refusal = crowded ? tooManyStrangers(alike, from) : null;
        place.silent = silent;
        return place;
    }

    /** At an address that has more than whoever comes: there the oldest had the most time to show who it is. */
    private void makeRoom(int alike) {
        while (all > bounds.strangers()) {
            Optional<Place> oldest = strangers.values().stream()
                    .max(Comparator.comparingInt(SequencedSet::size))
                    .filter(most -> most.size() > alike)
                    .map(SequencedSet::getFirst);
            if (oldest.isEmpty()) {
                return;
            }
            oldest.get().leave();
            oldest.get().hangUp.run();
        }
    }

    private Problem tooManyStrangers(int alike, InetAddress from) {
        boolean one = alike > bounds.strangersOfAnAddress();
        return Problem.of(
                GatewayCode.TOO_MANY_CONNECTIONS,
                one
                        ? alike + " connections from " + from.getHostAddress() + " have not shown yet who they are, "
                                + bounds.strangersOfAnAddress() + " is the most from one address"
                        : all + " connections have not shown yet who they are, " + bounds.strangers() + " is the most",
                "connect again in a moment, with fewer connections at once");
    }

    private void forget(Place place) {
        SequencedSet<Place> same = strangers.get(place.origin);
        if (same != null && same.remove(place)) {
            all--;
            if (same.isEmpty()) {
                strangers.remove(place.origin);
            }
        }
        if (all <= bounds.strangersOfAnAddress() / 2) {
            complained = false;
        }
    }

    /** One connection's place, from its beginning to its end. */
    final class Place {
        private final Origin origin;
        private final Runnable hangUp;
        private @Nullable Problem refusal;
        private boolean silent;
        private boolean admitted;
        private boolean left;

        private Place(Origin origin, Runnable hangUp) {
            this.origin = origin;
            this.hangUp = hangUp;
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
        Optional<Problem> known() {
            synchronized (Crowd.this) {
                if (left || admitted) {
                    return Optional.empty();
                }
                if (known >= bounds.connections()) {
                    return Optional.of(Problem.of(
                            GatewayCode.TOO_MANY_CONNECTIONS,
                            "the gateway has " + known + " client connections, " + bounds.connections()
                                    + " is the most",
                            "close some, or raise max-connections"));
                }
                known++;
                admitted = true;
                forget(this);
                return Optional.empty();
            }
        }

        void leave() {
            synchronized (Crowd.this) {
                if (left) {
                    return;
                }
                left = true;
                if (admitted) {
                    known--;
                } else {
                    forget(this);
                }
            }
        }
    }
}
