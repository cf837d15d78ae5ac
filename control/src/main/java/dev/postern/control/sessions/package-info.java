/**
 * Who is connected, and what became of whom. The gateway's {@link dev.postern.gateway.SessionEvent}s come in from event
 * loops and never wait; live sessions go out to the API, events to the store in batches.
 */
@NullMarked
package dev.postern.control.sessions;

import org.jspecify.annotations.NullMarked;
