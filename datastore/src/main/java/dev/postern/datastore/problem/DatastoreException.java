package dev.postern.datastore.problem;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;

/** A store that cannot be read. */
public final class DatastoreException extends ProblemException {
    private static final long serialVersionUID = 1L;

    public DatastoreException(DatastoreCode code, String what, String fix) {
        super(Problem.of(code, what, fix));
    }

    public DatastoreException(DatastoreCode code, String what, String fix, Throwable cause) {
        super(Problem.of(code, what, fix), cause);
    }
}
