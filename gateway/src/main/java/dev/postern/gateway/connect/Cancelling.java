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

    Cancelling(CancelRequest request) {
        this.request = request;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                ByteBuf bytes = ctx.alloc().buffer(16);
                request.write(bytes);
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
        ctx.close();
    }
}
