/**
 * The entry point of the one executable. Arguments come in, an exit code goes out; called by the launcher. {@code --version}
 * is answered here, everything else by a verb.
 */
@NullMarked
package dev.postern.cli;

import org.jspecify.annotations.NullMarked;
