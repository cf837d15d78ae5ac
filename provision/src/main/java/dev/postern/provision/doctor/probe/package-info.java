/**
 * Walks the way to a server as a client does, one step after the other, and remembers what each side said: name, address,
 * request for TLS, handshake, start-up. Everything that a peer sends is bounded. Sends no password. A
 * {@link dev.postern.provision.doctor.probe.Target} comes in, a {@link dev.postern.provision.doctor.probe.Trace} goes out.
 */
@NullMarked
package dev.postern.provision.doctor.probe;

import org.jspecify.annotations.NullMarked;
