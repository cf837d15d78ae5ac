package dev.postern.gateway.authorize;

import dev.postern.gateway.GatewayCode;
import dev.postern.kernel.problem.Problem;

/** Carries a finding out of the readers of this package to {@link Authorizer}, no further. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    Refusal(GatewayCode code, String what, String fix) {
        super(what, null, false, false);
        this.problem = Problem.of(code, what, fix);
    }

    Problem problem() {
        return problem;
    }
}
