/**
 * Records to JSON bytes and back, the same way on both sides. Records of {@code dev.postern.api} come in and go out; the
 * client, the server and {@code --json} call it.
 */
@NullMarked
package dev.postern.api.json;

import org.jspecify.annotations.NullMarked;
