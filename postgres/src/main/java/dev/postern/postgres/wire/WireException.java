package dev.postern.postgres.wire;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;

/** The peer's bytes cannot be read as the protocol; the connection cannot go on. */
public final class WireException extends ProblemException {
    private static final long serialVersionUID = 1L;

    public WireException(Problem problem) {
        super(problem);
    }

    static WireException malformed(String what) {
        return new WireException(Problem.of(
                WireCode.WIRE_MALFORMED, what, "check that the peer speaks PostgreSQL's frontend/backend protocol 3"));
    }

    static WireException tooMuch(String what, String fix) {
        return new WireException(Problem.of(WireCode.WIRE_TOO_MUCH, what, fix));
    }
}
