package dev.postern.postgres.conninfo;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import java.util.List;

/** Connection settings that cannot be read or written. Never holds a value, because any may be a misplaced password. */
public final class ConninfoException extends ProblemException {
    private static final long serialVersionUID = 1L;

    ConninfoException(List<Problem> problems) {
        super(problems);
    }

    ConninfoException(ConninfoCode code, String what, String fix) {
        super(Problem.of(code, what, fix));
    }
}
