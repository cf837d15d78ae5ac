/**
 * What a store of SPIRE holds and what is wrong in it. A connection string or a file comes in, an
 * {@link dev.postern.datastore.inspect.Inspection} goes out; called by {@code postern datastore inspect}.
 */
@NullMarked
package dev.postern.datastore.inspect;

import org.jspecify.annotations.NullMarked;
