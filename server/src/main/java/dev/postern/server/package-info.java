/**
 * One PostgreSQL server on this machine. In comes a {@link dev.postern.server.ServerSpec}; out goes a running
 * {@link dev.postern.server.LocalServer} or a {@link dev.postern.server.ServerException} that says what to mend.
 * Called by {@code postern up}, by the node and by the test fixture.
 */
@NullMarked
package dev.postern.server;

import org.jspecify.annotations.NullMarked;
