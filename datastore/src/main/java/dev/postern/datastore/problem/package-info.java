/**
 * Why a store of SPIRE cannot be read. Thrown by every package below {@code dev.postern.datastore}, shown by the verb.
 */
@NullMarked
package dev.postern.datastore.problem;

import org.jspecify.annotations.NullMarked;
