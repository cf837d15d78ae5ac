package dev.postern.control.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import dev.postern.gateway.SessionEvent;
import dev.postern.testing.Eventually;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SessionRecorderTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<SessionEvent> stored = new CopyOnWriteArrayList<>();
    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();

    @Test
    void knowsWhoIsConnectedAndWritesBehind() {
        try (SessionRecorder recorder = start(stored::addAll)) {
            recorder.record(opened(2));
            recorder.record(opened(1));
            recorder.record(ended(2));

            assertThat(recorder.sessions().sessions())
                    .singleElement()
                    .satisfies(session -> assertThat(session.client()).isEqualTo("127.0.0.1:4711"));
            Eventually.until(PATIENCE, "all events are stored", () -> stored.size() == 3);
        }
    }

    @Test
    void triesABatchAgainWhenTheStoreWasAway() {
        AtomicInteger tries = new AtomicInteger();
        try (SessionRecorder recorder = start(events -> {
            if (tries.incrementAndGet() == 1) {
                throw new ControlException(ControlCode.STORE_AWAY, "away", "wait");
            }
            stored.addAll(events);
        })) {
            recorder.record(opened(1));
            Eventually.until(PATIENCE, "stored at the second try", () -> stored.size() == 1);
            assertThat(recorder.lost()).isZero();
        }
    }

    @Test
    void oneEventThatTheStoreRefusesKeepsNoOtherWaiting() throws InterruptedException {
        CountDownLatch gathered = new CountDownLatch(1);
        try (SessionRecorder recorder = start(events -> {
            awaitQuietly(gathered);
            if (events.stream().anyMatch(event -> event instanceof SessionEvent.Ended ended && ended.session() == 7)) {
                throw new ControlException(ControlCode.INTERNAL, "the store refused a statement", "");
            }
            stored.addAll(events);
        })) {
            for (int i = 0; i < 20; i++) {
                recorder.record(ended(i));
            }
            gathered.countDown();
            Eventually.until(PATIENCE, "all others are stored", () -> stored.size() == 19);
            assertThat(recorder.lost()).isEqualTo(1);
        }
    }

    @Test
    void errorOfTheSinkDoesNotEndTheWriter() {
        AtomicInteger tries = new AtomicInteger();
        try (SessionRecorder recorder = start(events -> {
            if (tries.incrementAndGet() == 1) {
                throw new StackOverflowError("a defect");
            }
            stored.addAll(events);
        })) {
            recorder.record(ended(1));
            Eventually.until(PATIENCE, "given up", () -> recorder.lost() == 1);
            recorder.record(ended(2));
            Eventually.until(PATIENCE, "the next is stored", () -> stored.size() == 1);
        }
    }

    @Test
    void defectOfTheSinkDoesNotEndTheWriter() {
        AtomicInteger tries = new AtomicInteger();
        try (SessionRecorder recorder = start(events -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("a defect");
            }
            stored.addAll(events);
        })) {
            recorder.record(ended(1));
            Eventually.until(PATIENCE, "given up", () -> recorder.lost() == 1);
            recorder.record(ended(2));
            Eventually.until(PATIENCE, "the next is stored", () -> stored.size() == 1);
        }
    }

    @Test
    void countsWhatDoesNotFitAndNeverWaits() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        try (SessionRecorder recorder = SessionRecorder.start(
                events -> {
                    blocked.countDown();
                    awaitQuietly(release);
                    stored.addAll(events);
                },
                refusals::addAll,
                10)) {
            recorder.record(opened(0));
            blocked.await();
            for (int i = 1; i <= 25; i++) {
                recorder.record(opened(i));
            }
            assertThat(recorder.lost()).isEqualTo(15);
            assertThat(recorder.sessions().sessions()).hasSize(26);
            release.countDown();
            Eventually.until(PATIENCE, "what fitted is stored", () -> stored.size() == 11);
        }
    }

    @Test
    void writesWhatWaitsWhenItIsClosed() {
        SessionRecorder recorder = start(stored::addAll);
        for (int i = 0; i < 2_000; i++) {
            recorder.record(ended(i));
        }
        recorder.close();

        assertThat(stored).hasSize(2_000);
    }

    @Test
    void countsWhatIsLeftWhenTheStoreStaysAway() {
        SessionRecorder recorder = start(_ -> {
            throw new ControlException(ControlCode.STORE_AWAY, "away", "wait");
        });
        recorder.record(opened(1));
        recorder.close();

        assertThat(recorder.lost()).isEqualTo(1);
    }

    @Test
    void aFloodOfRefusalsIsSummedAndHasNoSessionForgotten() {
        try (SessionRecorder recorder = start(stored::addAll)) {
            recorder.record(opened(1));
            for (int i = 0; i < 50_000; i++) {
                recorder.record(new SessionEvent.Refused(2 + i, NOW, client(), "", "28000", "no certificate"));
            }
            recorder.record(ended(1));

            Eventually.until(PATIENCE, "the session is stored", () -> stored.size() == 2);
            Eventually.until(
                    PATIENCE,
                    "all are counted",
                    () -> refusals.stream().mapToLong(Refusal::times).sum() == 50_000);
            assertThat(refusals.stream().map(Refusal::reason).distinct()).containsExactly("no certificate");
            assertThat(refusals).hasSizeLessThan(100);
            assertThat(recorder.lost()).isZero();
        }
    }

    @Test
    void sumsWaitForAStoreThatIsAway() {
        AtomicInteger tries = new AtomicInteger();
        try (SessionRecorder recorder = SessionRecorder.start(stored::addAll, sums -> {
            if (tries.incrementAndGet() == 1) {
                throw new ControlException(ControlCode.STORE_AWAY, "away", "wait");
            }
            refusals.addAll(sums);
        })) {
            recorder.record(new SessionEvent.Refused(2, NOW, client(), "eve", "28000", "no rule"));
            Eventually.until(PATIENCE, "written at the second try", () -> refusals.size() == 1);
            assertThat(refusals.getFirst()).isEqualTo(new Refusal(NOW, "127.0.0.1", "eve", "28000", "no rule", 1, NOW));
            assertThat(recorder.lost()).isZero();
        }
    }

    private SessionRecorder start(SessionRecorder.Sink sink) {
        return SessionRecorder.start(sink, refusals::addAll);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static SessionEvent opened(long session) {
        return new SessionEvent.Opened(session, NOW, client(), "alice", "demo", "db", "app", "rule", 1);
    }

    private static SessionEvent ended(long session) {
        return new SessionEvent.Ended(session, NOW, Duration.ZERO, 0, 0, "left");
    }

    private static InetSocketAddress client() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
    }
}
