/**
 * SPIRE's tables where they lie, read only and as of one moment: in PostgreSQL or in a file of SQLite. A login or a path
 * comes in, a {@link dev.postern.datastore.store.Snapshot} that answers queries goes out. Called by
 * {@link dev.postern.datastore.inspect}.
 */
@NullMarked
package dev.postern.datastore.store;

import org.jspecify.annotations.NullMarked;
