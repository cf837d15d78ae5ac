package dev.postern.gateway.connect;

import dev.postern.kernel.problem.Problem;
import dev.postern.model.HostPort;
import dev.postern.postgres.wire.StartupPacket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.EOFException;
import java.util.function.Consumer;

/** Phase: TLS is asked for, one plain byte answers. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails makes the channel inactive
final class TlsUpgrade extends ChannelInboundHandlerAdapter {
    private final HostPort server;
    private final SslHandler tls;
    private final ChannelInboundHandler next;
    private final Consumer<Problem> failed;
    private boolean upgraded;

    TlsUpgrade(HostPort server, SslHandler tls, ChannelInboundHandler next, Consumer<Problem> failed) {
        this.server = server;
        this.tls = tls;
        this.next = next;
        this.failed = failed;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ByteBuf request = ctx.alloc().buffer(8);
        new StartupPacket.TlsRequest().write(request);
        ctx.writeAndFlush(request);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ByteBuf in = (ByteBuf) msg;
        int bytes = in.readableBytes();
        byte answer = in.readByte();
        in.release();
        if (answer == 'S' && bytes == 1) { // more would be plaintext that passes for TLS, CVE-2021-23222
            upgraded = true;
            ctx.pipeline().addBefore(ctx.name(), "tls", tls);
            ctx.pipeline().replace(this, Upstream.PHASE, next);
        } else {
            fail(ctx, Gone.noTls(server));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, Gone.login(server, new EOFException("the server closed the connection")));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, Gone.login(server, cause));
    }

    private void fail(ChannelHandlerContext ctx, Problem problem) {
        failed.accept(problem);
        ctx.close();
    }

    /** An engine that never came into a pipeline is freed here. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (!upgraded) {
            ReferenceCountUtil.release(tls.engine());
        }
    }
}
