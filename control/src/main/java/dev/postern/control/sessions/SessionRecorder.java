package dev.postern.control.sessions;

import dev.postern.api.Sessions;
import dev.postern.control.problem.ControlCode;
import dev.postern.gateway.SessionEvent;
import dev.postern.gateway.SessionLog;
import dev.postern.kernel.problem.Code;
import dev.postern.kernel.problem.ProblemException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Keeps live sessions in memory and writes events behind; what does not fit in the queue is counted, never waited for.
 * Refusals are summed and have no place in the queue: whoever is refused cannot have the record of others lost.
 */
public final class SessionRecorder implements SessionLog, AutoCloseable {
    private static final Logger LOG = System.getLogger(SessionRecorder.class.getName());
    private static final int MOST_WAITING = 16_384;
    private static final int BATCH = 500;
    private static final long PAUSE_MILLIS = 1_000;
    private static final long CLOSING_MILLIS = 3_000;

    private static final Set<Code> WORTH_WAITING = Set.of(ControlCode.STORE_AWAY, ControlCode.RESOURCE_CONFLICT);

    private final Sink sink;
    private final BlockingQueue<SessionEvent> waiting;
    private final Map<Long, SessionEvent.Opened> live = new ConcurrentHashMap<>();
    private final LongAdder lost = new LongAdder();
    private final Refusals refusals = new Refusals();
    private final Consumer<List<Refusal>> refusalSink;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread writer;
    private final Thread refusalWriter;

    private SessionRecorder(Sink sink, Consumer<List<Refusal>> refusalSink, int mostWaiting) {
        this.sink = sink;
        this.refusalSink = refusalSink;
        this.refusalWriter = Thread.ofVirtual().name("refusal-writer").unstarted(this::writeRefusals);
        this.waiting = new ArrayBlockingQueue<>(mostWaiting);
        this.writer = Thread.ofVirtual().name("session-writer").unstarted(this::write);
    }

    /** Where batches go; may block and may throw: while the store is away a batch waits, refused it is taken apart. */
    @FunctionalInterface
    public interface Sink {
        void add(List<SessionEvent> events);
    }

    /** @param refusals takes sums as {@link Sink} takes events; those of the same minute and reason may come in parts */
    public static SessionRecorder start(Sink sink, Consumer<List<Refusal>> refusals) {
        return start(sink, refusals, MOST_WAITING);
    }

    static SessionRecorder start(Sink sink, Consumer<List<Refusal>> refusals, int mostWaiting) {
        SessionRecorder recorder = new SessionRecorder(sink, refusals, mostWaiting);
        recorder.writer.start();
        recorder.refusalWriter.start();
        return recorder;
    }

    @Override
    public void record(SessionEvent event) {
        switch (event) {
            case SessionEvent.Opened opened -> live.put(opened.session(), opened);
            case SessionEvent.Ended ended -> live.remove(ended.session());
            case SessionEvent.Refused refused -> {
                refusals.add(refused);
                return;
            }
        }
        if (!waiting.offer(event)) {
            lost.increment();
        }
    }

    /** The oldest first. */
    public Sessions sessions() {
        List<Sessions.Session> sessions = live.values().stream()
                .sorted(Comparator.comparing(SessionEvent.Opened::at).thenComparing(SessionEvent.Opened::session))
                .map(SessionRecorder::session)
                .toList();
        return new Sessions(sessions, lost());
    }

    /** Events that will never be in the store. */
    public long lost() {
        return lost.sum() + refusals.lost();
    }

    /** Writes what waits, for a few seconds at most. */
    @Override
    public void close() {
        closing.countDown();
        try {
            for (Thread each : List.of(writer, refusalWriter)) {
                if (!each.join(Duration.ofMillis(CLOSING_MILLIS))) {
                    each.interrupt();
                }
            }
        } catch (InterruptedException interrupted) {
            writer.interrupt();
            refusalWriter.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        List<SessionEvent> batch = new ArrayList<>(BATCH);
        try {
            while (closing.getCount() > 0 || !waiting.isEmpty() || !batch.isEmpty()) {
                if (batch.isEmpty()) {
                    take(batch);
                }
                if (!batch.isEmpty() && storedOrLost(batch)) {
                    batch.clear();
                } else if (!batch.isEmpty() && closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        int left = batch.size() + waiting.size();
        if (left > 0) {
            lost.add(left);
            LOG.log(Level.WARNING, "event=session-events-lost count={0}", left);
        }
    }

    private void take(List<SessionEvent> batch) throws InterruptedException {
        SessionEvent first = waiting.poll(PAUSE_MILLIS / 10, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            waiting.drainTo(batch, BATCH - 1);
        }
    }

    /** Whatever happens, the next ones are written: a record that ends without a word is worse than a gap that is counted. */
    private boolean storedOrLost(List<SessionEvent> batch) {
        int count = batch.size();
        try {
            return stored(batch);
        } catch (Error defect) {
            lost.add(count);
            LOG.log(Level.ERROR, "event=session-events-lost count=" + count, defect);
            return true;
        }
    }

    private boolean stored(List<SessionEvent> batch) {
        try {
            sink.add(List.copyOf(batch));
            return true;
        } catch (ProblemException away) {
            if (!WORTH_WAITING.contains(away.first().code())) {
                return withoutThoseRefused(batch, away);
            }
            LOG.log(
                    Level.WARNING,
                    "event=session-events-wait count={0} code={1}",
                    batch.size(),
                    away.first().code().name());
            return false;
        } catch (RuntimeException defect) {
            return withoutThoseRefused(batch, defect);
        }
    }

    // one event that the store never takes must not keep all later ones waiting
    private boolean withoutThoseRefused(List<SessionEvent> batch, RuntimeException refusal) {
        if (batch.size() == 1) {
            lost.increment();
            LOG.log(
                    Level.ERROR,
                    "event=session-event-refused kind="
                            + batch.getFirst().getClass().getSimpleName(),
                    refusal);
            return true;
        }
        int half = batch.size() / 2;
        List<SessionEvent> first = batch.subList(0, half);
        boolean firstStored = stored(first);
        if (firstStored) {
            first.clear();
        }
        return firstStored && stored(batch);
    }

    private void writeRefusals() {
        boolean last = false;
        while (!last) {
            try {
                last = closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                last = true;
            }
            List<Refusal> taken = refusals.take();
            if (!taken.isEmpty()) {
                write(taken, last);
            }
        }
    }

    private void write(List<Refusal> taken, boolean last) {
        try {
            refusalSink.accept(taken);
        } catch (RuntimeException failure) {
            boolean away = failure instanceof ProblemException problem
                    && WORTH_WAITING.contains(problem.first().code());
            if (away && !last) {
                refusals.giveBack(taken);
            } else {
                refusals.lose(taken);
                LOG.log(Level.ERROR, "event=refusals-lost rows=" + taken.size(), failure);
            }
        }
    }

    private static Sessions.Session session(SessionEvent.Opened opened) {
        return new Sessions.Session(
                opened.session(),
                opened.at(),
                opened.client().getAddress().getHostAddress() + ":"
                        + opened.client().getPort(),
                opened.caller(),
                opened.entry(),
                opened.database(),
                opened.role(),
                opened.rule(),
                opened.serverPid());
    }
}
