package dev.postern.api;

import java.time.Instant;
import java.util.List;

/**
 * The client connections that are open now.
 *
 * @param lost events that could not be recorded since the process started, because the store was too slow or away
 */
public record Sessions(List<Session> sessions, long lost) {
    /** @param rule the AccessRule that admitted it */
    public record Session(
            long session,
            Instant since,
            String client,
            String caller,
            String entry,
            String database,
            String role,
            String rule,
            int serverPid) {}
}
