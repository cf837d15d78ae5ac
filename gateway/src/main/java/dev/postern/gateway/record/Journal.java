package dev.postern.gateway.record;

import dev.postern.gateway.SessionEvent;
import dev.postern.gateway.SessionLog;
import dev.postern.kernel.problem.Problem;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes events with the gateway's clock. A log that throws is said and never stops the data path. */
public final class Journal {
    private static final System.Logger LOG = System.getLogger(Journal.class.getName());

    private static final int MOST_OF_A_REASON = 500;

    private final SessionLog log;
    private final InstantSource clock;
    private final AtomicInteger open = new AtomicInteger();

    public Journal(SessionLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Who got what. */
    public record Admission(String caller, String entry, String database, String role, String rule, int serverPid) {}

    /** @return when; for {@link #ended} */
    public Instant opened(long session, InetSocketAddress client, Admission admission) {
        Instant now = clock.instant();
        open.incrementAndGet();
        write(new SessionEvent.Opened(
                session,
                now,
                client,
                admission.caller(),
                admission.entry(),
                admission.database(),
                admission.role(),
                admission.rule(),
                admission.serverPid()));
        return now;
    }

    /** @param caller empty when it was not known yet */
    public void refused(long session, InetSocketAddress client, String caller, Problem problem) {
        refused(session, client, caller, problem.code().sqlstate(), problem.what());
    }

    public void refused(long session, InetSocketAddress client, String caller, String sqlstate, String reason) {
        write(new SessionEvent.Refused(session, clock.instant(), client, caller, sqlstate, oneLine(reason)));
    }

    public void ended(long session, Instant opened, long bytesToServer, long bytesToClient, String reason) {
        Instant now = clock.instant();
        open.decrementAndGet();
        write(new SessionEvent.Ended(
                session, now, Duration.between(opened, now), bytesToServer, bytesToClient, reason));
    }

    /** Sessions that stand now. */
    public int open() {
        return open.get();
    }

    /** A client's own words stand in some reasons: they must not look like another line of a log, nor fill the memory. */
    private static String oneLine(String reason) {
        return reason.codePoints()
                .limit(MOST_OF_A_REASON)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private void write(SessionEvent event) {
        try {
            log.record(event);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "event=session_log_failed session=" + event.session(), e);
        }
    }
}
