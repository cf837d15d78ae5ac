package dev.postern.gateway.relay;

import dev.postern.postgres.wire.FrameScanner;
import dev.postern.postgres.wire.FrontendTag;
import dev.postern.postgres.wire.WireException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** Phase of the client leg: relaying. Looks at headers, passes bodies on, keeps Terminate to itself. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails makes the channel inactive
final class ClientSide extends ChannelInboundHandlerAdapter implements FrameScanner.Frames {
    /** PostgreSQL's own bounds for what a client sends. */
    private static final int LONGEST = 0x3FFFFFFF - 1;

    private static final int LONGEST_SMALL = 10_000;

    private final Relay relay;
    private final Outstanding outstanding;
    private final Channel server;
    private @Nullable FrameScanner scanner;
    private boolean goodbye;
    private long bytes;

    ClientSide(Relay relay, Outstanding outstanding, Channel server) {
        this.relay = relay;
        this.outstanding = outstanding;
        this.server = server;
    }

    long bytes() {
        return bytes;
    }

    /** Whether the server waits for the rest of a message. */
    boolean midMessage() {
        return scanner != null && scanner.midMessage();
    }

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
        if (scanner == null || relay.over() || relay.stopping() || goodbye) {
            ReferenceCountUtil.release(msg);
            return;
        }
        try {
            scanner.scan((ByteBuf) msg);
        } catch (WireException e) {
            relay.stop(e.first());
            return;
        }
        if (goodbye) {
            relay.clientSaidGoodbye();
        }
    }

    @Override
    public int wanted(byte tag, int body) {
        int longest = switch (tag) {
            case FrontendTag.QUERY,
                    FrontendTag.PARSE,
                    FrontendTag.BIND,
                    FrontendTag.FUNCTION_CALL,
                    FrontendTag.COPY_DATA -> LONGEST;
            case FrontendTag.CLOSE,
                    FrontendTag.DESCRIBE,
                    FrontendTag.EXECUTE,
                    FrontendTag.FLUSH,
                    FrontendTag.SYNC,
                    FrontendTag.COPY_DONE,
                    FrontendTag.COPY_FAIL,
                    FrontendTag.TERMINATE -> LONGEST_SMALL;
            default -> throw new WireException(Unfit.here(tag));
        };
        if (body > longest) {
            throw new WireException(Unfit.tooLong(tag, body, longest));
        }
        return 0;
    }

    @Override
    public FrameScanner.Verdict head(byte tag, int body, ByteBuf in, int at) {
        if (goodbye) {
            return FrameScanner.Verdict.DROP;
        }
        if (tag == FrontendTag.TERMINATE) {
            goodbye = true;
            return FrameScanner.Verdict.DROP;
        }
        outstanding.sent(tag);
        return FrameScanner.Verdict.FORWARD;
    }

    @Override
    public void forward(ByteBuf run) {
        bytes += run.readableBytes();
        server.write(run, server.voidPromise());
        if (!server.isWritable()) { // the event comes after everything that is read in this turn
            relay.leg().channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        server.flush();
    }

    /** The client does not take what the server sends: the server waits, too. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!relay.over()) {
            server.config().setAutoRead(ctx.channel().isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        relay.clientGone("the client hung up");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        relay.clientGone("the client's connection broke: " + cause.getMessage());
    }
}
