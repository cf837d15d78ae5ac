package dev.postern.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A PostgreSQL server that this process started and will stop. It runs in a session of its own, so that Ctrl-C in the
 * terminal reaches only us. If we are killed it runs on; the next start with the same data folder stops it and starts
 * anew, because only then are its settings, certificates and port known to be those of its specification.
 */
public final class LocalServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LocalServer.class.getName());
    private static final int TRIES_FOR_A_FREE_PORT = 5;
    private static final long LOOK_EVERY_MILLIS = 20;

    private final ServerSpec spec;
    private final Process process;
    private final int port;
    private final Path socketFolder;
    private final DataLock lock;
    private final AtomicBoolean stopping = new AtomicBoolean();

    private LocalServer(ServerSpec spec, Process process, int port, Path socketFolder, DataLock lock) {
        this.spec = spec;
        this.process = process;
        this.port = port;
        this.socketFolder = socketFolder;
        this.lock = lock;
    }

    /** Starts it and waits until it accepts connections, at most a minute. */
    public static LocalServer start(ServerSpec spec) {
        return start(spec, Duration.ofMinutes(1));
    }

    /**
     * Starts it and waits until it accepts connections. Makes the cluster first if the data folder is empty.
     *
     * @param deadline for accepting connections; recovery after a crash takes longer the more was written
     */
    public static LocalServer start(ServerSpec spec, Duration deadline) {
        try {
            DataLock lock = DataLock.take(spec.dataFolder());
            try {
                return startLocked(spec, deadline, lock);
            } catch (IOException | InterruptedException | RuntimeException failure) {
                lock.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw Failures.io(
                    ServerCode.FOLDER_UNUSABLE,
                    "PostgreSQL cannot be started from " + spec.dataFolder(),
                    spec.dataFolder(),
                    failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw ServerException.of(
                    ServerCode.START_FAILED, "the start of PostgreSQL was interrupted", "start again", interrupted);
        }
    }

    /**
     * Stops a server that still runs from this data folder though no process of ours holds it. True if there was one.
     * Refused if a process of ours does hold it: that one has to be stopped.
     */
    public static boolean stopOrphan(Path dataFolder) {
        if (!Files.exists(dataFolder)) {
            return false;
        }
        try (DataLock _ = DataLock.take(dataFolder)) {
            return Postmaster.stopOrphan(dataFolder);
        } catch (IOException failure) {
            throw Failures.io(
                    ServerCode.STOP_FAILED,
                    "the server that runs from " + dataFolder + " cannot be stopped",
                    dataFolder,
                    failure);
        }
    }

    private static LocalServer startLocked(ServerSpec spec, Duration deadline, DataLock lock)
            throws IOException, InterruptedException {
        if (Files.exists(spec.dataFolder()) && Postmaster.stopOrphan(spec.dataFolder())) {
            LOG.log(Level.WARNING, "event=orphan_stopped data_folder={0}", spec.dataFolder());
        }
        Postmaster.forgetStranger(spec.dataFolder(), spec.runAs());
        SettingsFiles settings = new SettingsFiles(spec);
        settings.write();
        new DataFolder(spec).prepare();
        for (int attempt = 1; attempt <= (spec.port() == 0 ? TRIES_FOR_A_FREE_PORT : 1); attempt++) {
            int port = spec.port() == 0 ? Ports.free() : spec.port();
            if (Ports.isFree(port, spec.listenAddresses())) {
                Optional<LocalServer> started = startOn(port, spec, settings, deadline, lock);
                if (started.isPresent()) {
                    return started.get();
                }
            }
        }
        throw portBusy(spec.port());
    }

    /** Empty: somebody has the port on one of the addresses. */
    private static Optional<LocalServer> startOn(
            int port, ServerSpec spec, SettingsFiles settings, Duration deadline, DataLock lock)
            throws IOException, InterruptedException {
        Path sockets = SocketFolder.choose(spec, port);
        Postmaster.forgetSocket(sockets, port, spec.dataFolder());
        StartLog log = StartLog.open(spec);
        Process process = Postmaster.launch(spec, settings.arguments(port, sockets));
        boolean started = false;
        try {
            boolean ready = awaitReady(spec, process, log, deadline);
            List<String> lines = log.lines();
            if (StartLog.isPortBusy(lines)) {
                return Optional.empty();
            }
            if (!ready) {
                throw StartLog.isPortDenied(lines) ? portDenied(port) : log.failed(spec, process.exitValue());
            }
            started = true;
        } finally {
            if (!started) {
                Postmaster.stop(process, spec.dataFolder(), StopMode.IMMEDIATE);
            }
        }
        LOG.log(
                Level.INFO,
                "event=server_started data_folder={0} version={1} port={2} pid={3}",
                spec.dataFolder(),
                spec.binaries().version(),
                Integer.toString(port),
                Long.toString(process.pid()));
        return Optional.of(new LocalServer(spec, process, port, sockets, lock));
    }

    /** False: it has exited. */
    private static boolean awaitReady(ServerSpec spec, Process process, StartLog log, Duration time)
            throws InterruptedException {
        Deadline deadline = Deadline.in(time);
        while (!Postmaster.isReady(spec.dataFolder(), process.pid())) {
            if (process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
            if (deadline.passed()) {
                throw log.tooSlow(spec, time.toSeconds());
            }
        }
        return true;
    }

    private static ServerException portDenied(int port) {
        return ServerException.of(
                ServerCode.PORT_DENIED, "an ordinary user may not listen on port " + port, "choose a port above 1023");
    }

    private static ServerException portBusy(int port) {
        String holder = Ports.holder(port).map(Ports.Holder::describe).orElse("a process that has gone meanwhile");
        return ServerException.of(
                ServerCode.PORT_BUSY, "port " + port + " is in use by " + holder, "stop it, or choose another port");
    }

    public int port() {
        return port;
    }

    /** Of the postmaster. */
    public long pid() {
        return process.pid();
    }

    /** Where its socket lies: as specified, or a short folder if that would have been too long for a socket's path. */
    public Path socketFolder() {
        return socketFolder;
    }

    public String version() {
        return spec.binaries().version();
    }

    /**
     * Keeps the log from filling the disk: one that has grown large is kept as {@code .1} and begins anew. To be called now
     * and then.
     */
    public void boundLog() {
        try {
            if (LogSize.bound(spec.logFile().toAbsolutePath())) {
                LOG.log(Level.INFO, "event=log_begun_anew file={0}", spec.logFile());
            }
        } catch (IOException failure) {
            LOG.log(Level.WARNING, "event=log_not_bounded file=" + spec.logFile(), failure);
        }
    }

    public ServerSpec spec() {
        return spec;
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Completes with the postmaster's exit code when it ends, wanted or not. */
    public CompletableFuture<Integer> ended() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /**
     * Has it read settings, HBA, ident and certificates again. What it cannot use it leaves as it was, and says so in its
     * log.
     */
    public void reload() {
        if (!isRunning()) {
            throw ServerException.of(
                    ServerCode.RELOAD_FAILED,
                    "the server in " + spec.dataFolder() + " has ended and cannot reload",
                    "see why in " + spec.logFile());
        }
        try {
            Signal.HUP.send(pid());
        } catch (IOException failure) {
            throw Failures.io(
                    ServerCode.RELOAD_FAILED,
                    "the server in " + spec.dataFolder() + " cannot be told to reload",
                    spec.configFolder(),
                    failure);
        }
    }

    /** Stops it and waits; what does not stop in time is stopped harder. The second call does nothing. */
    public void stop(StopMode mode) {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        try (DataLock _ = lock) {
            Postmaster.stop(process, spec.dataFolder(), mode);
            LOG.log(Level.INFO, "event=server_stopped data_folder={0} mode={1}", spec.dataFolder(), mode);
        } catch (IOException failure) {
            throw Failures.io(
                    ServerCode.STOP_FAILED,
                    "the server in " + spec.dataFolder() + " cannot be stopped",
                    spec.dataFolder(),
                    failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw ServerException.of(
                    ServerCode.STOP_FAILED, "stopping PostgreSQL was interrupted", "stop it again", interrupted);
        }
    }

    /** Stops it, {@link StopMode#FAST}. */
    @Override
    public void close() {
        stop(StopMode.FAST);
    }
}
