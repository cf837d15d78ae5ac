/**
 * Protobuf's wire format without a schema, within bounds. The bytes of one message come in, its fields in their order go
 * out; called by {@link dev.postern.datastore.authority}, which knows what the numbers mean.
 */
@NullMarked
package dev.postern.datastore.protobuf;

import org.jspecify.annotations.NullMarked;
