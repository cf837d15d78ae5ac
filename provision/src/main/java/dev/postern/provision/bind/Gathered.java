package dev.postern.provision.bind;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.provision.problem.ProvisionException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Does the same for each of several things, so that the problems of all of them are told at once. */
final class Gathered {
    private final List<Problem> problems = new ArrayList<>();

    /** What came of those that had no problem. */
    <A, B> List<B> each(Iterable<A> all, Function<A, B> work) {
        List<B> done = new ArrayList<>();
        for (A one : all) {
            try {
                done.add(work.apply(one));
            } catch (ProblemException refused) {
                refused.problems().stream()
                        .filter(problem -> !problems.contains(problem))
                        .forEach(problems::add);
            }
        }
        return done;
    }

    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new ProvisionException(problems);
        }
    }
}
