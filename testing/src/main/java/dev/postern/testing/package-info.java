/**
 * What the tests of every module share. In comes a wish (a PostgreSQL of this version, a folder, a clock); out goes the
 * thing itself, cleaned up when the JVM ends, however it ends. Called by tests only.
 */
@NullMarked
package dev.postern.testing;

import org.jspecify.annotations.NullMarked;
