package dev.postern.gateway.serve;

import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Turns what Netty's leak detector logs into a failed test. It sees what was garbage when it looks. */
final class Leaks {
    private static final Logger DETECTOR = Logger.getLogger("io.netty.util.ResourceLeakDetector");
    private static final List<String> FOUND = new CopyOnWriteArrayList<>();

    private Leaks() {}

    static void watch() {
        DETECTOR.addHandler(new Handler() {
            @Override
            public void publish(LogRecord entry) {
                FOUND.add(String.valueOf(entry.getMessage()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }

    /** The detector reports when it tracks something new. */
    static void none() {
        System.gc();
        for (int i = 0; i < 20; i++) {
            ByteBufAllocator.DEFAULT.buffer(16).release();
        }
        if (!FOUND.isEmpty()) {
            throw new AssertionError(FOUND.size() + " leaks, the first:\n" + FOUND.getFirst());
        }
    }
}
