package dev.postern.gateway.accept;

import dev.postern.gateway.GatewayCode;
import dev.postern.kernel.problem.Problem;
import dev.postern.postgres.wire.StartupBounds;
import dev.postern.postgres.wire.StartupPacket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;

/** Phase: plain bytes. A TLS request or a TLS handshake leads on; a cancel request is taken; nothing else is. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails makes the channel inactive
final class Greeting extends Gathering {
    /** The first byte of a TLS handshake, which no start-up packet within bounds begins with. */
    private static final byte TLS_HANDSHAKE = 0x16;

    private final ServerTls tls;
    private final StartupBounds bounds;
    private boolean asked;
    private boolean gssAsked;

    Greeting(ClientLeg leg, Door door, StartupBounds bounds, ServerTls tls) {
        super(leg, door, bounds);
        this.bounds = bounds;
        this.tls = tls;
    }

    @Override
    protected String missing() {
        return "the client had not asked for TLS";
    }

    @Override
    protected boolean first(ChannelHandlerContext ctx, ByteBuf bytes) {
        if (gssAsked || asked || bytes.getByte(bytes.readerIndex()) != TLS_HANDSHAKE) {
            return true;
        }
        ByteBuf handshake = take();
        startTls(ctx, true);
        if (handshake != null) {
            ctx.pipeline().fireChannelRead(handshake);
        }
        return false;
    }

    @Override
    protected boolean packet(ChannelHandlerContext ctx, StartupPacket packet, ByteBuf rest) {
        return switch (packet) {
            case StartupPacket.GssRequest gss -> {
                if (gssAsked) {
                    refuse(twice("GSSENCRequest"));
                    yield false;
                }
                gssAsked = true;
                ctx.writeAndFlush(ctx.alloc().buffer(1).writeByte('N'));
                yield true;
            }
            case StartupPacket.TlsRequest request -> {
                asked = true;
                if (rest.isReadable()) { // CVE-2021-23214: these would look as if they had come through TLS
                    refuse(
                            Problem.of(
                                    GatewayCode.PROTOCOL_VIOLATION,
                                    rest.readableBytes() + " unencrypted bytes came after the TLS request",
                                    "wait for the answer to SSLRequest; if your driver does, somebody tampers with the connection"));
                    yield false;
                }
                ctx.writeAndFlush(ctx.alloc().buffer(1).writeByte('S'));
                startTls(ctx, false);
                yield false;
            }
            case StartupPacket.CancelRequest cancel -> {
                drop();
                ctx.channel().config().setAutoRead(false);
                door.cancel(leg, cancel);
                yield false;
            }
            case StartupPacket.StartupMessage startup -> {
                refuse(Problem.of(
                        GatewayCode.NO_TLS,
                        "this gateway speaks TLS only, and the connection is unencrypted",
                        "connect with sslmode=verify-full and a client certificate (sslcert, sslkey)"));
                yield false;
            }
        };
    }

    private void startTls(ChannelHandlerContext ctx, boolean direct) {
        drop();
        SslHandler handler = tls.newHandler(ctx.alloc());
        ctx.pipeline().addBefore(ClientLeg.PHASE, "tls", handler);
        ctx.pipeline().replace(this, ClientLeg.PHASE, new Starting(leg, door, bounds, handler, direct));
    }

    private static Problem twice(String what) {
        return Problem.of(GatewayCode.PROTOCOL_VIOLATION, what + " came twice", "ask once, then go on without");
    }
}
