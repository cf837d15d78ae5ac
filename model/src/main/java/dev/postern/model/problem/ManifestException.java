package dev.postern.model.problem;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import java.util.List;

/** Declarations that cannot be accepted, with every problem of all files. */
public final class ManifestException extends ProblemException {
    private static final long serialVersionUID = 1L;

    public ManifestException(List<Problem> problems) {
        super(problems);
    }
}
