package dev.postern.gateway.relay;

import dev.postern.gateway.connect.Upstream;
import dev.postern.postgres.wire.BackendMessage;
import dev.postern.postgres.wire.BackendTag;
import dev.postern.postgres.wire.FrameScanner;
import dev.postern.postgres.wire.TransactionStatus;
import dev.postern.postgres.wire.WireException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Phase of the server connection: relaying. Understands ReadyForQuery and ParameterStatus, puts the pid that the client
 * knows into the session's own notifications, passes everything on.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails makes the channel inactive
final class ServerSide extends ChannelInboundHandlerAdapter implements FrameScanner.Frames {
    /** A longer value is passed on unread; the connection is not used again then. */
    private static final int LONGEST_SETTING = 64 * 1024;

    private final Relay relay;
    private final Outstanding outstanding;
    private final Upstream upstream;
    private final Channel client;
    private final int pidForClient;
    private @Nullable FrameScanner scanner;
    private byte last;
    private boolean stopping;
    private boolean settingMissed;
    private boolean broken;
    private long bytes;

    ServerSide(Relay relay, Outstanding outstanding, Upstream upstream, Channel client, int pidForClient) {
        this.relay = relay;
        this.outstanding = outstanding;
        this.upstream = upstream;
        this.client = client;
        this.pidForClient = pidForClient;
    }

    long bytes() {
        return bytes;
    }

    /** Whether what the client got so far ends with a whole message. */
    boolean atBoundary() {
        return scanner == null || scanner.atBoundary();
    }

    /** Whether all that the server sent has been looked at. */
    boolean clean() {
        return (scanner == null || !scanner.midMessage()) && !settingMissed && !broken;
    }

    /** Whether the last thing the server said was an error: before it hangs up that is its explanation. */
    boolean explained() {
        return last == BackendTag.ERROR_RESPONSE;
    }

    /** The message under way is the last that the client gets. */
    void stopAtBoundary() {
        stopping = true;
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
        if (scanner == null || broken) {
            ReferenceCountUtil.release(msg);
            return;
        }
        try {
            scanner.scan((ByteBuf) msg);
        } catch (WireException e) {
            broken = true;
            relay.serverGone(e.first().what());
            return;
        }
        if (stopping && scanner.atBoundary()) {
            relay.boundaryReached();
        }
    }

    @Override
    public int wanted(byte tag, int body) {
        return switch (tag) {
            case BackendTag.READY_FOR_QUERY -> Math.min(body, 1);
            case BackendTag.NOTIFICATION_RESPONSE -> Math.min(body, 4);
            case BackendTag.PARAMETER_STATUS -> body <= LONGEST_SETTING ? body : 0;
            default -> 0;
        };
    }

    @Override
    public FrameScanner.Verdict head(byte tag, int body, ByteBuf in, int at) {
        int start = at + FrameScanner.HEADER;
        switch (tag) {
            case BackendTag.READY_FOR_QUERY -> {
                if (body != 1) {
                    throw new WireException(Unfit.here(tag));
                }
                upstream.status(TransactionStatus.of(in.getByte(start)));
            }
            case BackendTag.NOTIFICATION_RESPONSE -> {
                if (body >= 4 && in.getInt(start) == upstream.pid()) {
                    in.setInt(start, pidForClient);
                }
            }
            case BackendTag.PARAMETER_STATUS -> setting(body, in, at);
            default -> {}
        }
        last = tag;
        outstanding.received(tag);
        return stopping || relay.over() ? FrameScanner.Verdict.DROP : FrameScanner.Verdict.FORWARD;
    }

    private void setting(int body, ByteBuf in, int at) {
        if (body > LONGEST_SETTING) {
            settingMissed = true;
        } else if (BackendMessage.read(in.slice(at, FrameScanner.HEADER + body))
                instanceof BackendMessage.ParameterStatus status) {
            upstream.settings().put(status.name(), status.value());
        }
    }

    @Override
    public void forward(ByteBuf run) {
        if (relay.over()) { // of a message that was under way when the client went
            run.release();
            return;
        }
        bytes += run.readableBytes();
        client.write(run, client.voidPromise());
        if (!client.isWritable()) { // the event comes after everything that is read in this turn, a megabyte maybe
            upstream.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!relay.over()) {
            client.flush();
        }
    }

    /** The server does not take what the client sends: the client waits, too. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!relay.over()) {
            client.config().setAutoRead(ctx.channel().isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        relay.serverGone("the server closed the connection");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        relay.serverGone("the server's connection broke: " + cause.getMessage());
    }
}
