/**
 * Whether what is declared holds, tried from outside. The published declaration comes in, verdicts go out: who must get
 * in through the gateway and past it, and who must not. Called by {@code up} before it says that it is ready, and by
 * {@code postern prove}.
 */
@NullMarked
package dev.postern.control.prove;

import org.jspecify.annotations.NullMarked;
