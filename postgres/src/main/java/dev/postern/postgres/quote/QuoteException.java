package dev.postern.postgres.quote;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;

/** A text that PostgreSQL could not take, or would take as something else. */
public final class QuoteException extends ProblemException {
    private static final long serialVersionUID = 1L;

    QuoteException(QuoteCode code, String what, String fix) {
        super(Problem.of(code, what, fix));
    }
}
