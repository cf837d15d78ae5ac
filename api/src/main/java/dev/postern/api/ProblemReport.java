package dev.postern.api;

import dev.postern.kernel.problem.Blame;
import dev.postern.kernel.problem.Code;
import dev.postern.kernel.problem.Place;
import dev.postern.kernel.problem.Problem;
import java.util.List;
import java.util.Optional;

/** How an error is answered: every problem, with the code that the other side knew it by. */
public record ProblemReport(List<Item> problems) {
    /** The content type of an answer that is a report. */
    public static final String CONTENT_TYPE = "application/problem+json";

    /** One problem. */
    public record Item(String code, Blame blame, String sqlstate, String what, String fix, Optional<Location> place) {}

    /** Where in an input it lies. */
    public record Location(String file, int line, int column) {}

    public static ProblemReport of(List<Problem> problems) {
        return new ProblemReport(problems.stream().map(ProblemReport::item).toList());
    }

    /** As problems again; their codes keep name, blame and SQLSTATE. */
    public List<Problem> asProblems() {
        return problems.stream()
                .map(item -> new Problem(
                        new ReportedCode(item.code(), item.blame(), item.sqlstate()),
                        item.what(),
                        item.fix(),
                        item.place().map(at -> new Place(at.file(), at.line(), at.column()))))
                .toList();
    }

    private static Item item(Problem problem) {
        Code code = problem.code();
        return new Item(
                code.name(),
                code.blame(),
                code.sqlstate(),
                problem.what(),
                problem.fix(),
                problem.place().map(at -> new Location(at.file(), at.line(), at.column())));
    }

    /** A code of another process, which may be newer than this one. */
    private record ReportedCode(String name, Blame blame, String sqlstate) implements Code {}
}
