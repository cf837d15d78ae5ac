package dev.postern.gateway.accept;

import dev.postern.postgres.wire.StartupBounds;
import java.time.Duration;

/**
 * What is given to somebody who is not known yet, and to how many.
 *
 * @param startTime from the TCP connection to the session's first ReadyForQuery
 * @param connections of clients that are known, from their certificate's judgement to the end of the TCP connection; one
 *     more is refused with 53300
 * @param strangers connections of whoever is not known yet; a few more are refused with 53300, others hung up on
 * @param strangersOfAnAddress the same for one IPv4 address or IPv6 network of 64 bits
 */
public record AcceptBounds(
        StartupBounds startup, Duration startTime, int connections, int strangers, int strangersOfAnAddress) {}
