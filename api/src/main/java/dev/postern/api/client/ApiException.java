package dev.postern.api.client;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import java.util.List;

/** A call failed: what the control plane answered, or why it could not be asked. */
public final class ApiException extends ProblemException {
    private static final long serialVersionUID = 1L;

    ApiException(List<Problem> problems) {
        super(problems);
    }

    ApiException(ApiCode code, String what, String fix) {
        super(Problem.of(code, what, fix));
    }

    ApiException(ApiCode code, String what, String fix, Throwable cause) {
        super(Problem.of(code, what, fix), cause);
    }
}
