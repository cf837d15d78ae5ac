/**
 * The two messages that SPIRE keeps as bytes: trust bundles and journals of its authorities. Bytes come in, records that
 * can be shown go out; what cannot be read is said in the record, because the rest is still worth knowing. Called by
 * {@link dev.postern.datastore.inspect}.
 *
 * <p>The numbers of the fields are those of SPIRE's {@code spire.common.Bundle} and of its journal's {@code Entries}.
 */
@NullMarked
package dev.postern.datastore.authority;

import org.jspecify.annotations.NullMarked;
