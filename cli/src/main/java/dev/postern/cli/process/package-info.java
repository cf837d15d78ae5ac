/**
 * Composition roots: hand-written, constructors only. {@link dev.postern.cli.process.UpProcess} starts everything on one
 * machine; its order is the start order. The only package that reads the clock and makes random generators.
 */
@NullMarked
package dev.postern.cli.process;

import org.jspecify.annotations.NullMarked;
