/**
 * What can go wrong in the control plane. Thrown by every package below {@code dev.postern.control}, answered by
 * {@code control.http} as a report, printed by the process that starts it.
 */
@NullMarked
package dev.postern.control.problem;

import org.jspecify.annotations.NullMarked;
