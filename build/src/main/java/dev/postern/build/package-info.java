/**
 * Tools of the build. {@link dev.postern.build.Totals} reads the XML reports of all test runs and writes one line for
 * each module; {@code ./verify} calls it. The gates themselves are the tests of this module.
 */
@NullMarked
package dev.postern.build;

import org.jspecify.annotations.NullMarked;
