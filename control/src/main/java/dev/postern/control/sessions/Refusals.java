package dev.postern.control.sessions;

import dev.postern.gateway.Origin;
import dev.postern.gateway.SessionEvent;
import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sums refusals by minute, origin, caller and reason. However many connections are refused and whatever they say, a minute
 * makes no more than a bounded number of rows: what is beyond it is summed by origin, and then in all.
 */
final class Refusals {
    static final int ROWS_OF_STRANGERS = 100;
    static final int ROWS_OF_CALLERS = 400;
    /** And one for the rest of them. */
    static final int ROWS_OF_AN_ORIGIN = 8;
    /** While the store is away. */
    static final int MOST_WAITING = 20_000;

    static final String OTHERS = "others";

    private static final int LONGEST = 200;

    private final Map<Key, Tally> waiting = new LinkedHashMap<>();
    private Minute current = new Minute(Instant.MIN);
    private long lost;

    private record Key(Instant minute, String origin, String caller, String sqlstate, String reason) {
        private boolean stranger() {
            return caller.isEmpty();
        }
    }

    private record Tally(long times, Instant last) {
        private Tally and(Tally more) {
            return new Tally(times + more.times, last.isAfter(more.last) ? last : more.last);
        }
    }

    /** What a minute has rows for, those that were written included. */
    private static final class Minute {
        private final Instant begin;
        private final Set<Key> rows = new HashSet<>();
        private final Map<List<String>, Integer> byOrigin = new HashMap<>();
        private int strangers;

        Minute(Instant begin) {
            this.begin = begin;
        }

        boolean takes(Key key, int mostOfOrigin) {
            if (rows.contains(key)) {
                return true;
            }
            boolean full = key.stranger() ? strangers >= ROWS_OF_STRANGERS : rows.size() - strangers >= ROWS_OF_CALLERS;
            List<String> who = List.of(key.origin(), key.caller());
            if (full || byOrigin.getOrDefault(who, 0) >= mostOfOrigin) {
                return false;
            }
            byOrigin.merge(who, 1, Integer::sum);
            rows.add(key);
            strangers += key.stranger() ? 1 : 0;
            return true;
        }
    }

    synchronized void add(SessionEvent.Refused refused) {
        Instant minute = refused.at().truncatedTo(ChronoUnit.MINUTES);
        if (minute.isAfter(current.begin)) {
            current = new Minute(minute);
        }
        InetAddress from = refused.client().getAddress();
        put(
                row(new Key(
                        current.begin,
                        from == null
                                ? clean(refused.client().getHostString())
                                : Origin.of(from).text(),
                        clean(refused.caller()),
                        clean(refused.sqlstate()),
                        clean(refused.reason()))),
                new Tally(1, refused.at()));
    }

    private Key row(Key exact) {
        if (current.takes(exact, ROWS_OF_AN_ORIGIN)) {
            return exact;
        }
        Key ofOrigin = new Key(exact.minute(), exact.origin(), exact.caller(), "", OTHERS);
        return current.takes(ofOrigin, ROWS_OF_AN_ORIGIN + 1)
                ? ofOrigin
                : new Key(exact.minute(), OTHERS, exact.stranger() ? "" : OTHERS, "", OTHERS);
    }

    private void put(Key key, Tally tally) {
        if (waiting.size() >= MOST_WAITING && !waiting.containsKey(key)) {
            lost += tally.times();
        } else {
            waiting.merge(key, tally, Tally::and);
        }
    }

    /** What came since; whoever takes it writes it, gives it back or loses it. */
    synchronized List<Refusal> take() {
        List<Refusal> taken = new ArrayList<>();
        waiting.forEach((key, tally) -> taken.add(new Refusal(
                key.minute(), key.origin(), key.caller(), key.sqlstate(), key.reason(), tally.times(), tally.last())));
        waiting.clear();
        return taken;
    }

    synchronized void giveBack(List<Refusal> unwritten) {
        for (Refusal each : unwritten) {
            put(
                    new Key(each.minute(), each.origin(), each.caller(), each.sqlstate(), each.reason()),
                    new Tally(each.times(), each.last()));
        }
    }

    synchronized void lose(List<Refusal> refused) {
        lost += refused.stream().mapToLong(Refusal::times).sum();
    }

    synchronized long lost() {
        return lost;
    }

    // PostgreSQL's text has no NUL, and an index entry has a bound
    private static String clean(String text) {
        String bounded = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return bounded.replace('\0', '?');
    }
}
