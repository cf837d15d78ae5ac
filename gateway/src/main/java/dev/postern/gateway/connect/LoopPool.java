package dev.postern.gateway.connect;

import dev.postern.model.HostPort;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The idle server connections of one event loop, newest first. Touched on that loop only, so without locks. */
final class LoopPool {
    /** @param since counts up: the smallest is the oldest */
    private record Idle(Upstream upstream, Future<?> tooLong, long since) {}

    private final PoolBounds bounds;
    private final AtomicInteger idleInAll;
    private final Map<PoolKey, Deque<Idle>> idle = new HashMap<>();
    private long kept;
    private boolean closed;

    LoopPool(PoolBounds bounds, AtomicInteger idleInAll) {
        this.bounds = bounds;
        this.idleInAll = idleInAll;
    }

    Optional<Upstream> take(PoolKey key) {
        Deque<Idle> same = idle.get(key);
        @Nullable Idle found = same == null ? null : same.pollFirst();
        if (same == null || found == null) {
            return Optional.empty();
        }
        left(key, same, found);
        return Optional.of(found.upstream());
    }

    /** Keeps it; when there are enough of its key it is closed, when there are enough in all the oldest of this loop. */
    void put(Upstream upstream) {
        Deque<Idle> before = idle.get(upstream.key());
        if (closed || (before != null && before.size() >= bounds.idlePerKey())) {
            upstream.close();
            return;
        }
        if (idleInAll.incrementAndGet() > bounds.idleInAll() && !closeOldest()) {
            idleInAll.decrementAndGet();
            upstream.close();
            return;
        }
        Future<?> tooLong = upstream.channel()
                .eventLoop()
                .schedule(() -> closeOne(upstream), bounds.idleTime().toMillis(), TimeUnit.MILLISECONDS);
        idle.computeIfAbsent(upstream.key(), key -> new ArrayDeque<>()).addFirst(new Idle(upstream, tooLong, kept++));
    }

    /** Makes room at a server: closes every idle connection there. @return how many */
    int closeAllOf(HostPort server) {
        List<Upstream> all = new ArrayList<>();
        idle.forEach((key, same) -> {
            if (key.server().equals(server)) {
                same.forEach(one -> all.add(one.upstream()));
            }
        });
        all.forEach(this::closeOne);
        return all.size();
    }

    private boolean closeOldest() {
        Optional<Idle> oldest = idle.values().stream().map(Deque::peekLast).min(Comparator.comparingLong(Idle::since));
        oldest.ifPresent(one -> closeOne(one.upstream()));
        return oldest.isPresent();
    }

    private void closeOne(Upstream upstream) {
        remove(upstream);
        upstream.close();
    }

    void remove(Upstream upstream) {
        Deque<Idle> same = idle.get(upstream.key());
        if (same != null) {
            for (Idle candidate : same) {
                if (candidate.upstream() == upstream) {
                    same.remove(candidate);
                    left(upstream.key(), same, candidate);
                    return;
                }
            }
        }
    }

    void closeAll() {
        closed = true;
        List<Upstream> all = new ArrayList<>();
        idle.values().forEach(same -> same.forEach(one -> all.add(one.upstream())));
        all.forEach(this::closeOne);
    }

    private void left(PoolKey key, Deque<Idle> same, Idle one) {
        one.tooLong().cancel(false);
        idleInAll.decrementAndGet();
        if (same.isEmpty()) {
            idle.remove(key);
        }
    }
}
