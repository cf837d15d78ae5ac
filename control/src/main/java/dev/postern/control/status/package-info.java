/**
 * What runs, put together from the store and from what only the running process knows. Called by the API's
 * {@code status} route; a {@link dev.postern.control.status.StatusSource} comes in, {@link dev.postern.api.Status} goes
 * out.
 */
@NullMarked
package dev.postern.control.status;

import org.jspecify.annotations.NullMarked;
