package dev.postern.cli.process;

import dev.postern.server.LocalServer;
import dev.postern.server.StopMode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A local server that is started again, on the same port, whenever it ends without having been told to. */
final class KeptServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(KeptServer.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LOOK_AT_LOG = Duration.ofSeconds(2);

    private final String name;
    private final Consumer<String> said;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread watcher;
    private volatile LocalServer server;
    private final AtomicInteger restarts = new AtomicInteger();

    private KeptServer(String name, LocalServer first, Consumer<String> said) {
        this.name = name;
        this.said = said;
        this.server = first;
        this.watcher = Thread.ofVirtual().name("keep-" + name).unstarted(this::watch);
    }

    /** @param said gets a sentence for the operator each time that it ends or is back */
    static KeptServer keep(String name, LocalServer first, Consumer<String> said) {
        KeptServer kept = new KeptServer(name, first, said);
        kept.watcher.start();
        Thread.ofVirtual().name("log-" + name).start(kept::boundLog);
        return kept;
    }

    /** The one that runs, or that ran last. */
    LocalServer server() {
        return server;
    }

    /** What the operator must know of it; empty when it runs as it was started. */
    String note() {
        if (!server.isRunning()) {
            return "not running; it is being started again, see "
                    + server.spec().logFile();
        }
        int times = restarts.get();
        return times == 0 ? "" : "started again " + times + (times == 1 ? " time" : " times");
    }

    private void watch() {
        try {
            while (closing.getCount() > 0) {
                int exit = server.ended().join();
                if (closing.getCount() == 0) {
                    return;
                }
                LOG.log(
                        System.Logger.Level.ERROR,
                        "event=server_died server={0} pid={1} exit={2}",
                        name,
                        Long.toString(server.pid()),
                        Integer.toString(exit));
                said.accept("the " + name + " server (pid " + server.pid() + ") has ended with " + exit
                        + "; starting it again");
                buryAndStartAgain();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void boundLog() {
        try {
            while (!closing.await(LOOK_AT_LOG.toMillis(), TimeUnit.MILLISECONDS)) {
                server.boundLog();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void buryAndStartAgain() throws InterruptedException {
        try {
            server.stop(StopMode.IMMEDIATE);
        } catch (RuntimeException failure) { // what is left of it is found again when it starts
            LOG.log(System.Logger.Level.WARNING, "event=server_stop_failed server=" + name, failure);
        }
        startAgain();
    }

    private void startAgain() throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            try {
                LocalServer next = LocalServer.start(server.spec());
                if (closing.getCount() == 0) {
                    next.close();
                    return;
                }
                server = next;
                restarts.incrementAndGet();
                said.accept("the " + name + " server is back (pid " + next.pid() + ")");
                return;
            } catch (RuntimeException failure) {
                LOG.log(System.Logger.Level.ERROR, "event=server_restart_failed server=" + name, failure);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    /** Stops it; nobody starts it again. */
    @Override
    public void close() {
        closing.countDown();
        server.close();
        try {
            watcher.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
