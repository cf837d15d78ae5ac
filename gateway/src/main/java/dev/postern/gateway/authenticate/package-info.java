/**
 * Who a client certificate says it is, and whether that is believed. A chain and the state's anchors and revoked serials
 * come in, a {@link dev.postern.gateway.authenticate.Caller} or a reason goes out. Called by {@code serve}, on a virtual
 * thread, for every StartupMessage.
 */
@NullMarked
package dev.postern.gateway.authenticate;

import org.jspecify.annotations.NullMarked;
