package dev.postern.cli.verb;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import java.util.List;

/** A verb that cannot do what it was asked. */
final class CliException extends ProblemException {
    private static final long serialVersionUID = 1L;

    CliException(CliCode code, String what, String fix) {
        super(Problem.of(code, what, fix));
    }

    CliException(List<Problem> problems) {
        super(problems);
    }

    CliException(CliCode code, String what, String fix, Throwable cause) {
        super(Problem.of(code, what, fix), cause);
    }
}
