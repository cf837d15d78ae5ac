package dev.postern.provision.bind;

import dev.postern.model.HostPort;
import dev.postern.provision.apply.Applier;
import dev.postern.provision.apply.ServerLock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.TreeMap;

/** The right to change some servers, for as long as it is open. Everybody takes them in the same order, so nobody waits in a circle. */
final class Turns implements AutoCloseable {
    private final Map<Place, ServerLock> locks = new LinkedHashMap<>();

    private Turns() {}

    /** Where a lock lies: two clusters may be one server. */
    private record Place(HostPort server, String database) implements Comparable<Place> {
        static Place of(ServerSide side) {
            return new Place(side.admin().server(), side.database());
        }

        @Override
        public int compareTo(Place other) {
            return toString().compareTo(other.toString());
        }
    }

    static Turns take(Iterable<ServerSide> servers, Applier applier) {
        Map<Place, ServerSide> inOrder = new TreeMap<>();
        servers.forEach(side -> inOrder.putIfAbsent(Place.of(side), side));
        Turns turns = new Turns();
        try {
            for (Entry<Place, ServerSide> each : inOrder.entrySet()) {
                ServerSide side = each.getValue();
                turns.locks.put(each.getKey(), applier.turn(side.connector(), side.database()));
            }
            return turns;
        } catch (RuntimeException failure) {
            turns.close();
            throw failure;
        }
    }

    ServerLock of(ServerSide side) {
        return Objects.requireNonNull(locks.get(Place.of(side)), "every server's turn was taken");
    }

    @Override
    public void close() {
        locks.values().forEach(ServerLock::close);
    }
}
