/**
 * What is said between the verbs and the control plane. One {@link dev.postern.api.Route} table names every request with
 * its records; the server mounts it and the client calls it, so neither can know a path that the other does not.
 */
@NullMarked
package dev.postern.api;

import org.jspecify.annotations.NullMarked;
