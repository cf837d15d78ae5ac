package dev.postern.testing;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The real podman of a Debian release, from a root that {@code testing/podman/root} makes once on a machine. Each has a
 * store of its own, so that no test sees another's secrets.
 */
public final class TestPodman {
    private static final Map<Release, Optional<String>> MISSING = new EnumMap<>(Release.class);
    private static final AtomicInteger STORES = new AtomicInteger();

    private final List<String> command;

    private TestPodman(List<String> command) {
        this.command = command;
    }

    /** Which podman. */
    public enum Release {
        /** Debian 12 with podman 4.3. */
        BOOKWORM,
        /** Debian 13 with podman 5.4. */
        TRIXIE;

        private String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Why it is not to be had here; empty if it is. The first call on a machine takes a minute. */
    public static Optional<String> missing(Release release) {
        synchronized (MISSING) {
            return MISSING.computeIfAbsent(release, TestPodman::make);
        }
    }

    /** With an empty store. Ask {@link #missing} before. */
    public static TestPodman of(Release release) {
        String store = ProcessHandle.current().pid() + "-" + STORES.incrementAndGet();
        return new TestPodman(List.of(
                "env",
                "POSTERN_PODMAN_SUITE=" + release.word(),
                "POSTERN_PODMAN_STORE=" + store,
                folder().resolve("podman").toString()));
    }

    /** What stands for {@code podman} in a command. */
    public List<String> command() {
        return command;
    }

    /** The command line of a call. */
    public List<String> command(List<String> arguments) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(arguments);
        return whole;
    }

    private static Optional<String> make(Release release) {
        CommandLine.Result made = CommandLine.run(
                List.of(folder().resolve("root").toString(), release.word()), Map.of(), "", Duration.ofMinutes(5));
        return made.exit() == 0 ? Optional.empty() : Optional.of(made.err().strip());
    }

    private static Path folder() {
        try {
            Path classes = Path.of(TestPodman.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return classes.resolveSibling("../podman").normalize();
        } catch (URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
