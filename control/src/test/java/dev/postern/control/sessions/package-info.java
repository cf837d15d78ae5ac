/** Session events that must not be waited for. */
@NullMarked
package dev.postern.control.sessions;

import org.jspecify.annotations.NullMarked;
