package dev.postern.gateway.serve;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.LinkedHashMap;

/** How many cancel requests an address may send: with 32-bit keys nobody should be able to try many. */
final class CancelRate {
    private static final int MOST_ADDRESSES = 4096;

    private record Window(long second, int used) {}

    private final InstantSource clock;
    private final int perSecond;
    private final LinkedHashMap<InetAddress, Window> windows = new LinkedHashMap<>();

    CancelRate(InstantSource clock, int perSecond) {
        this.clock = clock;
        this.perSecond = perSecond;
    }

    synchronized boolean admits(InetAddress from) {
        long second = clock.instant().getEpochSecond();
        Window window = windows.remove(from);
        int used = window != null && window.second() == second ? window.used() : 0;
        if (windows.size() >= MOST_ADDRESSES) {
            windows.pollFirstEntry();
        }
        windows.put(from, new Window(second, used + 1));
        return used < perSecond;
    }
}
