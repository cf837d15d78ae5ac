package dev.postern.control.http;

import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import dev.postern.gateway.Origin;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected to the API. A stranger has a moment to show who it is, and makes room for the next one when there are too
 * many: the oldest one of the origin that has the most goes. Those who are known are bounded apart and by name, and one that
 * neither asks nor takes its answer is hung up on.
 */
final class Guests implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Guests.class.getName());

    private final Bounds bounds;
    private final ScheduledThreadPoolExecutor timer;
    /** In the order of their coming. */
    private final Map<SocketAddress, Guest> guests = new LinkedHashMap<>();

    Guests(Bounds bounds) {
        this.bounds = bounds;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("api-guests").factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * @param strangers connections of whoever has not shown a certificate that counts
     * @param known connections of callers that have
     * @param ofOneCaller of them those of one name
     * @param introduction from the TCP connection to the first request of somebody known
     * @param silence for the next request, for all of a request, and for taking its answer
     */
    record Bounds(int strangers, int known, int ofOneCaller, Duration introduction, Duration silence) {
        static final Bounds DEFAULT = new Bounds(256, 256, 128, Duration.ofSeconds(10), Duration.ofSeconds(20));

        /** No more connections than this stand; with it, those that are about to go. */
        int most() {
            return 2 * (strangers + known);
        }
    }

    private static final class Guest {
        private final SocketChannel channel;
        private final Origin origin;
        private @Nullable String caller;
        private @Nullable Future<?> deadline;

        Guest(SocketChannel channel, Origin origin) {
            this.channel = channel;
            this.origin = origin;
        }

        boolean stranger() {
            return caller == null;
        }
    }

    /** On the thread that accepts. */
    synchronized void arrived(SocketChannel channel) {
        guests.values().removeIf(Guests::gone);
        if (!(channel.socket().getRemoteSocketAddress() instanceof InetSocketAddress from)) {
            return;
        }
        Guest guest = new Guest(channel, origin(from.getAddress()));
        guests.put(from, guest);
        limit(guest, bounds.introduction());
        long strangers = guests.values().stream().filter(Guest::stranger).count();
        if (strangers > bounds.strangers()) {
            makeRoom();
        }
    }

    /** @throws ControlException when there is no room for one more that is known */
    synchronized void known(SocketAddress from, String caller) {
        Guest guest = guests.get(from);
        if (guest == null) {
            return;
        }
        if (guest.stranger()) {
            guests.values().removeIf(Guests::gone);
            long all = guests.values().stream().filter(each -> !each.stranger()).count();
            long own = guests.values().stream()
                    .filter(each -> caller.equals(each.caller))
                    .count();
            if (all >= bounds.known() || own >= bounds.ofOneCaller()) {
                throw noRoom(caller, all, own);
            }
            guest.caller = caller;
        }
        limit(guest, bounds.silence());
    }

    /** The request is there; however long its answer takes. */
    synchronized void asked(SocketAddress from) {
        Optional.ofNullable(guests.get(from)).ifPresent(Guests::unlimited);
    }

    /** The answer is about to be written. */
    synchronized void answered(SocketAddress from) {
        Guest guest = guests.get(from);
        if (guest != null && !guest.stranger()) {
            limit(guest, bounds.silence());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void limit(Guest guest, Duration most) {
        unlimited(guest);
        guest.deadline = timer.schedule(() -> hangUp(guest), most.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void unlimited(Guest guest) {
        if (guest.deadline != null) {
            guest.deadline.cancel(false);
        }
    }

    private void makeRoom() {
        Map<Origin, Long> crowds = guests.values().stream()
                .filter(Guest::stranger)
                .collect(Collectors.groupingBy(guest -> guest.origin, LinkedHashMap::new, Collectors.counting()));
        Origin largest = crowds.entrySet().stream()
                .max(Comparator.comparing(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElseThrow();
        guests.values().stream()
                .filter(Guest::stranger)
                .filter(guest -> guest.origin.equals(largest))
                .findFirst()
                .ifPresent(this::hangUp);
    }

    private synchronized void hangUp(Guest guest) {
        unlimited(guest);
        guests.values().remove(guest);
        try {
            guest.channel.close();
        } catch (IOException closedAnyway) {
            LOG.log(Level.DEBUG, "event=api-hang-up-failed", closedAnyway);
        }
    }

    private static boolean gone(Guest guest) {
        if (guest.channel.isOpen()) {
            return false;
        }
        unlimited(guest);
        return true;
    }

    private ControlException noRoom(String caller, long all, long own) {
        boolean one = own >= bounds.ofOneCaller();
        return new ControlException(
                ControlCode.TOO_MANY_CONNECTIONS,
                one
                        ? caller + " has " + own + " connections to the API, which is the most for one caller"
                        : "the API has " + all + " connections of callers that are known, which is the most",
                "ask again in a moment, with fewer connections at once");
    }

    /** All of a loopback network is one machine's. */
    private static Origin origin(InetAddress from) {
        return from.isLoopbackAddress() ? new Origin("loopback") : Origin.of(from);
    }
}
