/**
 * Who calls. A certificate chain from a TLS session comes in, a {@link dev.postern.control.caller.Caller} goes out or the
 * sentence that says why not; {@code control.http} asks at every request, so a revocation counts at once.
 */
@NullMarked
package dev.postern.control.caller;

import org.jspecify.annotations.NullMarked;
