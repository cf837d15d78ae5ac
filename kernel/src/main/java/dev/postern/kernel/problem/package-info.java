/**
 * What went wrong, said once and completely: a code with its blame and SQLSTATE, the sentence, the fix and the place.
 * Every module reports its problems as {@link dev.postern.kernel.problem.Problem}s and throws them, all at once, in its
 * own family of {@link dev.postern.kernel.problem.ProblemException}.
 */
@NullMarked
package dev.postern.kernel.problem;

import org.jspecify.annotations.NullMarked;
