package dev.postern.provision.wait;

import dev.postern.provision.connect.Login;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Tries to log in until it gets as far as it must, or a stage takes longer than it may. */
public final class Waiter {
    private static final Duration LONGEST_TRY = Duration.ofSeconds(5);
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final List<Login> logins;
    private final Optional<Migrated> migrated;
    private final InstantSource clock;
    private final Pause pause;

    /** Lets time pass. */
    @FunctionalInterface
    public interface Pause {
        void last(Duration duration) throws InterruptedException;
    }

    /**
     * @param logins of one connection string, in the order in which they are tried
     * @param migrated how the last stage is seen
     */
    public Waiter(List<Login> logins, Optional<Migrated> migrated, InstantSource clock, Pause pause) {
        this.logins = List.copyOf(logins);
        this.migrated = migrated;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Blocks.
     *
     * @param timeouts how long to wait for each stage, from the moment when the one before was reached
     * @param said gets the reason whenever it changes
     * @return how far it got in the end
     */
    public Reached await(Stage until, Map<Stage, Duration> timeouts, Consumer<Reached.NotYet> said)
            throws InterruptedException {
        Stage waitingFor = Stage.REACHABLE;
        Instant since = clock.instant();
        String before = "";
        while (true) {
            Duration left = left(since, timeouts.getOrDefault(waitingFor, Duration.ZERO));
            Duration most = left.compareTo(LONGEST_TRY) < 0 ? atLeastASecond(left) : LONGEST_TRY;
            switch (best(until, most)) {
                case Reached.Everything everything -> {
                    return everything;
                }
                case Reached.NotYet notYet -> {
                    if (!notYet.why().equals(before)) {
                        said.accept(notYet);
                        before = notYet.why();
                    }
                    if (notYet.missing().compareTo(waitingFor) > 0) {
                        since = clock.instant();
                        waitingFor = notYet.missing();
                    } else if (left(since, timeouts.getOrDefault(waitingFor, Duration.ZERO))
                            .isZero()) {
                        return notYet;
                    }
                }
            }
            pause.last(BETWEEN);
        }
    }

    /** Of all that are tried the one that gets furthest. */
    private Reached best(Stage until, Duration most) {
        Reached best = Attempt.make(logins.getFirst(), until, migrated, most);
        for (Login login : logins.subList(1, logins.size())) {
            if (!(best instanceof Reached.NotYet known)) {
                return best;
            }
            Reached next = Attempt.make(login, until, migrated, most);
            if (!(next instanceof Reached.NotYet other) || other.missing().compareTo(known.missing()) > 0) {
                best = next;
            }
        }
        return best;
    }

    private Duration left(Instant since, Duration timeout) {
        Duration left = timeout.minus(Duration.between(since, clock.instant()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static Duration atLeastASecond(Duration left) {
        return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
    }
}
