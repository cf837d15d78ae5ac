package dev.postern.testing;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every PostgreSQL server of this JVM's tests: the shared ones, and all that must be stopped at the end. */
public final class TestServers {
    private static final Map<PgVersion, TestPostgres> SHARED = new EnumMap<>(PgVersion.class);
    private static final Set<TestPostgres> RUNNING = new LinkedHashSet<>();

    private TestServers() {}

    /** One server per version, started by whoever asks first and stopped at the end. Make a database of your own in it. */
    public static TestPostgres shared(PgVersion version) {
        synchronized (SHARED) {
            return SHARED.computeIfAbsent(
                    version, wanted -> TestPostgres.builder(wanted).start());
        }
    }

    static void add(TestPostgres server) {
        synchronized (RUNNING) {
            RUNNING.add(server);
        }
    }

    static void remove(TestPostgres server) {
        synchronized (RUNNING) {
            RUNNING.remove(server);
        }
    }

    static void stopAll() {
        List<TestPostgres> all;
        synchronized (RUNNING) {
            all = List.copyOf(RUNNING);
        }
        all.forEach(TestPostgres::close);
    }
}
