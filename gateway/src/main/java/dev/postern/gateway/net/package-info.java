/**
 * What carries the bytes: the transport (epoll or NIO) and the TLS provider (OpenSSL or the JDK's). Choices come in,
 * event loops, bootstraps and TLS contexts go out. Called by the stages that own a leg, {@code accept} and
 * {@code connect}.
 */
@NullMarked
package dev.postern.gateway.net;

import org.jspecify.annotations.NullMarked;
