package dev.postern.gateway.authenticate;

import dev.postern.kernel.problem.Problem;

/** What became of a certificate. */
public sealed interface Authentication permits Caller, Authentication.Rejected {
    /** @param problem one sentence and a fix for the client */
    record Rejected(Problem problem) implements Authentication {}
}
