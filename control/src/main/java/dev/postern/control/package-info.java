/**
 * Wires the control plane: store, authorities, API, and what a gateway in the same process needs. Settings and opened
 * parts come in, a running {@link dev.postern.control.Control} goes out; the process {@code up} starts and closes it.
 */
@NullMarked
package dev.postern.control;

import org.jspecify.annotations.NullMarked;
