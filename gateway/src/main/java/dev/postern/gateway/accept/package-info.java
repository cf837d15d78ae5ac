/**
 * From a TCP connection to a {@link dev.postern.gateway.accept.Hello}: plain requests, TLS, the StartupMessage, all
 * within bounds. Connections come in through {@link dev.postern.gateway.accept.Listener}; hellos, cancel requests and
 * failures go out to a {@link dev.postern.gateway.accept.Door}. Called by {@code serve}.
 */
@NullMarked
package dev.postern.gateway.accept;

import org.jspecify.annotations.NullMarked;
