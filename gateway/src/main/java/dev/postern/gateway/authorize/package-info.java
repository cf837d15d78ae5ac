/**
 * Which database is meant, and whether this caller may have it. A caller, a StartupMessage and the state come in, a
 * {@link dev.postern.gateway.authorize.Grant} or a reason goes out; no I/O. Called by {@code serve} before any connection
 * to a server is opened.
 */
@NullMarked
package dev.postern.gateway.authorize;

import org.jspecify.annotations.NullMarked;
