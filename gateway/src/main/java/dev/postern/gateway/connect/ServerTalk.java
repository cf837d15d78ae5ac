package dev.postern.gateway.connect;

import dev.postern.postgres.wire.BackendMessage;
import dev.postern.postgres.wire.FrameScanner;
import dev.postern.postgres.wire.WireException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.EOFException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A phase in which the gateway itself, and no client, listens to the server: whole messages, all of them short. */
abstract class ServerTalk extends ChannelInboundHandlerAdapter implements FrameScanner.Frames {
    private static final int LONGEST = 64 * 1024;

    private @Nullable FrameScanner scanner;

    protected abstract void message(BackendMessage message);

    /** It cannot go on: the connection broke, or what came makes no sense here. */
    protected abstract void broken(Throwable cause);

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        scanner = new FrameScanner(ctx.alloc(), this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (scanner != null) {
            scanner.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        try {
            Objects.requireNonNull(scanner).scan((ByteBuf) msg);
        } catch (WireException e) {
            broken(e);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        broken(new EOFException("the server closed the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        broken(cause);
    }

    @Override
    public int wanted(byte tag, int body) {
        if (body > LONGEST) {
            throw new WireException(Gone.tooLong(tag, body, LONGEST));
        }
        return body;
    }

    @Override
    public FrameScanner.Verdict head(byte tag, int body, ByteBuf bytes, int at) {
        message(BackendMessage.read(bytes.slice(at, FrameScanner.HEADER + body)));
        return FrameScanner.Verdict.DROP;
    }

    @Override
    public void forward(ByteBuf bytes) {
        bytes.release(); // everything is dropped, so nothing comes here
    }
}
