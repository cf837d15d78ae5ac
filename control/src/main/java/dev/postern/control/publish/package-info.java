/**
 * What gateways decide by. A stored declaration and the revoked serials come in, a
 * {@link dev.postern.gateway.GatewayState} goes out, swapped whole; apply and logout publish, the gateway reads.
 */
@NullMarked
package dev.postern.control.publish;

import org.jspecify.annotations.NullMarked;
