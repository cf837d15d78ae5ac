package dev.postern.kernel.problem;

import java.util.List;
import java.util.stream.Collectors;

/** The root of every module's family of exceptions: one or more problems, all of them known when it is thrown. */
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public ProblemException(List<Problem> problems) {
        super(sentence(problems));
        this.problems = List.copyOf(problems);
    }

    public ProblemException(Problem problem) {
        this(List.of(problem));
    }

    public ProblemException(Problem problem, Throwable cause) {
        super(problem.render(), cause);
        this.problems = List.of(problem);
    }

    public List<Problem> problems() {
        return problems;
    }

    public Problem first() {
        return problems.getFirst();
    }

    private static String sentence(List<Problem> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("an exception needs at least one problem");
        }
        return problems.stream().map(Problem::render).collect(Collectors.joining(System.lineSeparator()));
    }
}
