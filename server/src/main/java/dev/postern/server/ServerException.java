package dev.postern.server;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;

/** A local PostgreSQL server that could not be made, started or stopped. */
public final class ServerException extends ProblemException {
    private static final long serialVersionUID = 1L;

    public ServerException(Problem problem) {
        super(problem);
    }

    public ServerException(Problem problem, Throwable cause) {
        super(problem, cause);
    }

    static ServerException of(ServerCode code, String what, String fix) {
        return new ServerException(Problem.of(code, what, fix));
    }

    static ServerException of(ServerCode code, String what, String fix, Throwable cause) {
        return new ServerException(Problem.of(code, what, fix), cause);
    }
}
