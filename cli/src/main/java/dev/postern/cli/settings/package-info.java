/**
 * What the command line hands on. Flags, {@code POSTERN_…} variables and the home's settings file come in, one record per
 * process goes out; called by the verbs, read by the processes.
 */
@NullMarked
package dev.postern.cli.settings;

import org.jspecify.annotations.NullMarked;
