/**
 * The data path: accept, authenticate, authorize, connect, relay, record. What the gateway needs from the control plane
 * it owns as small types here: a {@link dev.postern.gateway.GatewayState} pushed whole, an
 * {@link dev.postern.gateway.UpstreamIssuer}, a {@link dev.postern.gateway.SessionLog}.
 */
@NullMarked
package dev.postern.gateway;

import org.jspecify.annotations.NullMarked;
