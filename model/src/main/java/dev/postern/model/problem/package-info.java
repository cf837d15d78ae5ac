/**
 * What can be wrong with a declaration. Reading collects {@link dev.postern.model.problem.Problems}, places included, and
 * a {@link dev.postern.model.problem.ManifestException} carries all of them to whoever gave the files.
 */
@NullMarked
package dev.postern.model.problem;

import org.jspecify.annotations.NullMarked;
