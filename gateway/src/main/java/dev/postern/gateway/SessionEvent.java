package dev.postern.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;

/** What became of one client connection. */
public sealed interface SessionEvent {
    /** Follows the connection through every log line. */
    long session();

    Instant at();

    /** The caller was admitted and a server connection is ready for it. */
    record Opened(
            long session,
            Instant at,
            InetSocketAddress client,
            String caller,
            String entry,
            String database,
            String role,
            String rule,
            int serverPid)
            implements SessionEvent {}

    /** The caller was told FATAL before it had a session. */
    record Refused(long session, Instant at, InetSocketAddress client, String caller, String sqlstate, String reason)
            implements SessionEvent {}

    /** The session is over. */
    record Ended(long session, Instant at, Duration lasted, long bytesToServer, long bytesToClient, String reason)
            implements SessionEvent {}
}
