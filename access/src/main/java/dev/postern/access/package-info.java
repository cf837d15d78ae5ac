/**
 * Rules to a decision with its reason, without I/O. An {@link dev.postern.access.AccessRequest} comes in, a
 * {@link dev.postern.access.Decision} goes out; the gateway asks before it opens an upstream connection.
 */
@NullMarked
package dev.postern.access;

import org.jspecify.annotations.NullMarked;
