package dev.postern.gateway.connect;

import dev.postern.postgres.wire.StartupPacket.CancelRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;

/** Phase: a cancel request goes to the server inside TLS; the server has passed it on when it hangs up. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails makes the channel inactive
final class Cancelling extends ChannelInboundHandlerAdapter {
    private final CancelRequest request;
    private volatile boolean sent;
    private volatile boolean broken;

    Cancelling(CancelRequest request) {
        this.request = request;
    }

    /**
     * Whether it may still reach the server after the connection has ended.
     *
     * @param gaveUp whether we ended the connection, not the server
     */
    boolean mayArriveLate(boolean gaveUp) {
        return sent && (gaveUp || broken);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                ByteBuf bytes = ctx.alloc().buffer(16);
                request.write(bytes);
                sent = true;
                ctx.writeAndFlush(bytes);
            } else {
                ctx.close();
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ReferenceCountUtil.release(msg); // nothing is ever answered
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        broken = true;
        ctx.close();
    }
}
