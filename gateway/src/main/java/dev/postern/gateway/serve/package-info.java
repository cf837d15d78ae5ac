/**
 * The gateway as a whole: {@link dev.postern.gateway.serve.Gateway} starts it from settings and the contracts in
 * {@code dev.postern.gateway}, and its admission leads each client through the stages accept, authenticate, authorize,
 * connect, relay, record. Called by the composition roots of {@code postern up} and {@code postern gateway}.
 */
@NullMarked
package dev.postern.gateway.serve;

import org.jspecify.annotations.NullMarked;
