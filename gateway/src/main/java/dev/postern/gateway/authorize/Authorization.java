package dev.postern.gateway.authorize;

import dev.postern.kernel.problem.Problem;

/** What became of a request. */
public sealed interface Authorization permits Grant, Authorization.Denied {
    /** @param problem one sentence and a hint for the client */
    record Denied(Problem problem) implements Authorization {}
}
