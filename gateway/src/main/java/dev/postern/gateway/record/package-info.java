/**
 * What became of each connection, told to the {@link dev.postern.gateway.SessionLog} that the gateway was given, and
 * counted. Called by {@code serve}, on event loops and virtual threads.
 */
@NullMarked
package dev.postern.gateway.record;

import org.jspecify.annotations.NullMarked;
