/**
 * The verbs, one class each. Words typed by a person come in, an answer on the terminal and an exit code go out; called by
 * {@code Main}. A verb talks to the running process as the operator and never opens the store or a key itself.
 */
@NullMarked
package dev.postern.cli.verb;

import org.jspecify.annotations.NullMarked;
