/** Values that must never be printed. */
@NullMarked
package dev.postern.kernel.secret;

import org.jspecify.annotations.NullMarked;
