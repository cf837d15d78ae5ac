package dev.postern.gateway.accept;

import dev.postern.postgres.wire.StartupBounds;
import java.time.Duration;

/**
 * What is given to somebody who is not known yet.
 *
 * @param startTime from the TCP connection to the session's first ReadyForQuery
 * @param connections above these a client is refused with 53300
 */
public record AcceptBounds(StartupBounds startup, Duration startTime, int connections) {}
