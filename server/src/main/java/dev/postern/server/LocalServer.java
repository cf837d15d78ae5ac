package dev.postern.server;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A PostgreSQL server that this process started and will stop. It runs in a session of its own, so that Ctrl-C in the
 * terminal reaches only us. If we are killed it runs on; the next start with the same data folder stops it and starts
 * anew, because only then are its settings, certificates and port known to be those of its specification.
 */
public final class LocalServer implements AutoCloseable {
    /** Starts it and waits until it accepts connections, at most a minute. */
    public static LocalServer start(ServerSpec spec) {
        return start(spec, Duration.ofMinutes(1));
    }

    /** Starts it and waits until it accepts connections. Makes the cluster first if the data folder is empty. */
    public static LocalServer start(ServerSpec spec, Duration deadline) {
        throw new UnsupportedOperationException();
    }

    /** Stops a server that still runs from this data folder though nobody holds it. True if there was one. */
    public static boolean stopOrphan(Path dataFolder, Binaries binaries) {
        throw new UnsupportedOperationException();
    }

    public int port() {
        throw new UnsupportedOperationException();
    }

    /** Of the postmaster. */
    public long pid() {
        throw new UnsupportedOperationException();
    }

    /** Where its socket lies: as specified, or a short folder if that would have been too long for a socket's path. */
    public Path socketFolder() {
        throw new UnsupportedOperationException();
    }

    public String version() {
        throw new UnsupportedOperationException();
    }

    public ServerSpec spec() {
        throw new UnsupportedOperationException();
    }

    public boolean isRunning() {
        throw new UnsupportedOperationException();
    }

    /** Has it read settings, HBA, ident and certificates again. */
    public void reload() {
        throw new UnsupportedOperationException();
    }

    /** Stops it and waits; what does not stop in time is stopped harder. */
    public void stop(StopMode mode) {
        throw new UnsupportedOperationException();
    }

    /** Stops it, {@link StopMode#FAST}. */
    @Override
    public void close() {
        stop(StopMode.FAST);
    }
}
