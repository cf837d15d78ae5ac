package dev.postern.provision.problem;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import java.util.List;

/** Provisioning cannot go on. */
public final class ProvisionException extends ProblemException {
    private static final long serialVersionUID = 1L;

    public ProvisionException(List<Problem> problems) {
        super(problems);
    }

    public ProvisionException(ProvisionCode code, String what, String fix) {
        super(Problem.of(code, what, fix));
    }

    public ProvisionException(ProvisionCode code, String what, String fix, Throwable cause) {
        super(Problem.of(code, what, fix), cause);
    }
}
