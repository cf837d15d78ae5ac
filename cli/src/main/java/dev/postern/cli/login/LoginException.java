package dev.postern.cli.login;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;

/** A login that could not be written or read. */
public final class LoginException extends ProblemException {
    private static final long serialVersionUID = 1L;

    LoginException(LoginCode code, String what, String fix, Throwable cause) {
        super(Problem.of(code, what, fix), cause);
    }
}
