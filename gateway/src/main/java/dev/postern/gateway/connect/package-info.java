/**
 * From a {@link dev.postern.gateway.authorize.Grant} to a logged-in {@link dev.postern.gateway.connect.Upstream} on the
 * client's own event loop, taken from a pool or opened with a certificate for (role, caller), and back. Called by
 * {@code serve}; {@code relay} moves bytes through what stands.
 */
@NullMarked
package dev.postern.gateway.connect;

import org.jspecify.annotations.NullMarked;
