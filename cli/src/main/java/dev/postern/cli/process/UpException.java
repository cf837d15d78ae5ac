package dev.postern.cli.process;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;

/** {@code postern up} cannot go on. */
final class UpException extends ProblemException {
    private static final long serialVersionUID = 1L;

    UpException(UpCode code, String what, String fix) {
        super(Problem.of(code, what, fix));
    }

    UpException(UpCode code, String what, String fix, Throwable cause) {
        super(Problem.of(code, what, fix), cause);
    }
}
