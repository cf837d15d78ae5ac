package dev.postern.gateway;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;

/** The gateway cannot do what it was asked to. */
public final class GatewayException extends ProblemException {
    private static final long serialVersionUID = 1L;

    public GatewayException(Problem problem) {
        super(problem);
    }

    public GatewayException(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
