/**
 * A password is changed on both sides without a moment, or with a known one, in which they do not agree. A role, what its
 * consumer has now and what the server knows come in; the next step is decided purely, done, and decided again, so that
 * what was interrupted goes on where it stood. Called by bind, while it holds the server's turn.
 */
@NullMarked
package dev.postern.provision.rotate;

import org.jspecify.annotations.NullMarked;
