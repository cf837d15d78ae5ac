/** The whole control plane over its API, on a real store. */
@NullMarked
package dev.postern.control;

import org.jspecify.annotations.NullMarked;
