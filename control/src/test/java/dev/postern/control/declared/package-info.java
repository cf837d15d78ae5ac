/** What a set of resources answers. */
@NullMarked
package dev.postern.control.declared;

import org.jspecify.annotations.NullMarked;
