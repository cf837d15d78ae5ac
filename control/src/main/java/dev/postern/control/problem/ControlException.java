package dev.postern.control.problem;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import java.util.List;

/** Something in the control plane that a caller, an operator or we have to mend. */
public final class ControlException extends ProblemException {
    private static final long serialVersionUID = 1L;

    public ControlException(List<Problem> problems) {
        super(problems);
    }

    public ControlException(ControlCode code, String what, String fix) {
        super(Problem.of(code, what, fix));
    }

    public ControlException(ControlCode code, String what, String fix, Throwable cause) {
        super(Problem.of(code, what, fix), cause);
    }
}
