/**
 * A session: bytes between a client leg and a server connection on one event loop, with what must be known about them. Both
 * legs come in, an {@link dev.postern.gateway.relay.Ending} goes out; {@link dev.postern.gateway.relay.CancelKeys} lead
 * back to a running relay. Called by {@code serve}.
 */
@NullMarked
package dev.postern.gateway.relay;

import org.jspecify.annotations.NullMarked;
