/**
 * PostgreSQL's wire protocol, as far as somebody between client and server must know it. Bytes come in as
 * {@link io.netty.buffer.ByteBuf}s, records or bytes go out: whole packets of the start-up, single messages, and
 * {@link dev.postern.postgres.wire.FrameScanner} for streams that are only passed on. Called by the gateway and by
 * whoever speaks to a server without a driver.
 */
@NullMarked
package dev.postern.postgres.wire;

import org.jspecify.annotations.NullMarked;
