package dev.postern.gateway.accept;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/** Phase: the last word is being written; what still comes in is thrown away until the client hangs up or a second is over. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails makes the channel inactive
final class Farewell extends ChannelInboundHandlerAdapter {
    private static final long PATIENCE_MILLIS = 1000;

    private final ByteBuf lastWord;

    Farewell(ByteBuf lastWord) {
        this.lastWord = lastWord;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(lastWord).addListener(done -> hangUp(ctx));
        ctx.channel().config().setAutoRead(true);
        ctx.executor().schedule(() -> ctx.close(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void hangUp(ChannelHandlerContext ctx) {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (tls == null) {
            finish(ctx);
        } else {
            ChannelFuture closing = tls.closeOutbound();
            closing.addListener(done -> finish(ctx));
        }
    }

    private static void finish(ChannelHandlerContext ctx) {
        if (ctx.channel() instanceof DuplexChannel channel && channel.isActive()) {
            channel.shutdownOutput();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ReferenceCountUtil.release(msg);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
