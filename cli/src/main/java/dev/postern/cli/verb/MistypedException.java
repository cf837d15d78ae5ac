package dev.postern.cli.verb;

import dev.postern.kernel.problem.ProblemException;

/** An argument that cannot be read, in the words of whoever reads it; ends like any other wrong usage. */
final class MistypedException extends ProblemException {
    private static final long serialVersionUID = 1L;

    MistypedException(ProblemException why) {
        super(why.problems());
        initCause(why);
    }
}
