package dev.postern.gateway.serve;

import dev.postern.gateway.Origin;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How many wrong cancel keys an IPv4 address or IPv6 network may show: of 32-bit keys nobody should be able to try many. Right ones cost nothing
 * of it, however many an application server sends.
 */
final class CancelRate {
    private static final int MOST_ORIGINS = 4096;

    private record Window(long second, int wrong) {}

    private final InstantSource clock;
    private final int perSecond;
    private final LinkedHashMap<Origin, Window> windows = new LinkedHashMap<>();

    CancelRate(InstantSource clock, int perSecond) {
        this.clock = clock;
        this.perSecond = perSecond;
    }

    /** Whether a key from there is looked at in this second. */
    synchronized boolean hears(InetAddress from) {
        return used(windows.get(Origin.of(from))) < perSecond;
    }

    /** A key from there was wrong. */
    synchronized void wrong(InetAddress address) {
        Origin from = Origin.of(address);
        int used = used(windows.remove(from));
        if (windows.size() >= MOST_ORIGINS) {
            windows.pollFirstEntry();
        }
        windows.put(from, new Window(clock.instant().getEpochSecond(), used + 1));
    }

    private int used(@Nullable Window window) {
        return window != null && window.second() == clock.instant().getEpochSecond() ? window.wrong() : 0;
    }
}
