package dev.postern.gateway.serve;

import dev.postern.gateway.GatewayState;

/** Where the gateway finds what it decides by. Asked for every client; must answer at once. */
@FunctionalInterface
public interface GatewayStates {
    GatewayState current();
}
