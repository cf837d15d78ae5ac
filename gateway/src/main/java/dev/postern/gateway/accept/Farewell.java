package dev.postern.gateway.accept;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Phase: the last word is being written, behind what the client has not taken yet; what still comes in is thrown away. It
 * ends when the client hangs up, a second after all is written, or when the client takes nothing for ten.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails makes the channel inactive
final class Farewell extends ChannelInboundHandlerAdapter {
    private static final long PATIENCE_MILLIS = 1000;
    private static final int MOST_IDLE_LOOKS = 10;
    /** However steadily it reads. */
    private static final int MOST_LOOKS = 120;

    private final ByteBuf lastWord;
    private long queued = Long.MAX_VALUE;
    private int looks;
    private int idleLooks;

    Farewell(ByteBuf lastWord) {
        this.lastWord = lastWord;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(lastWord).addListener(done -> written(ctx));
        ctx.channel().config().setAutoRead(true);
        ctx.executor().schedule(() -> look(ctx), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void written(ChannelHandlerContext ctx) {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (tls == null) {
            finish(ctx);
        } else {
            ChannelFuture closing = tls.closeOutbound();
            closing.addListener(done -> finish(ctx));
        }
        ctx.executor().schedule(() -> ctx.close(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void finish(ChannelHandlerContext ctx) {
        if (ctx.channel() instanceof DuplexChannel channel && channel.isActive()) {
            channel.shutdownOutput();
        }
    }

    /** Every second while there is something to write. */
    private void look(ChannelHandlerContext ctx) {
        if (!ctx.channel().isActive()) {
            return;
        }
        long now = queued(ctx.channel());
        idleLooks = now < queued ? 0 : idleLooks + 1;
        queued = now;
        if (++looks >= MOST_LOOKS || idleLooks >= MOST_IDLE_LOOKS) {
            ctx.close();
        } else {
            ctx.executor().schedule(() -> look(ctx), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Grows and shrinks with the bytes that wait to be written. */
    private static long queued(Channel channel) {
        return channel.bytesBeforeWritable() - channel.bytesBeforeUnwritable();
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
