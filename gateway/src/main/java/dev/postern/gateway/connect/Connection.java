package dev.postern.gateway.connect;

import dev.postern.kernel.problem.Problem;
import dev.postern.postgres.wire.BackendMessage.ErrorResponse;

/** What became of the wish for a server connection. */
public sealed interface Connection {
    /** Logged in, idle, nothing outstanding. */
    record Ready(Upstream upstream) implements Connection {}

    /** The server itself said no; the client hears its words. */
    record Refused(ErrorResponse error) implements Connection {}

    /** We did not get that far. */
    record Failed(Problem problem) implements Connection {}
}
