package dev.postern.gateway.accept;

import dev.postern.gateway.GatewayCode;
import dev.postern.kernel.problem.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Phase: the client is being judged and connected. Nothing is read; what TLS had decrypted already is kept for the session,
 * because PostgreSQL, too, lets a client send ahead.
 */
final class Waiting extends ChannelInboundHandlerAdapter {
    private static final int MOST_AHEAD = 128 * 1024;

    private final ClientLeg leg;
    private final Door door;
    private @Nullable ByteBuf ahead;

    Waiting(ClientLeg leg, Door door, @Nullable ByteBuf ahead) {
        this.leg = leg;
        this.door = door;
        this.ahead = ahead;
    }

    @Nullable
    ByteBuf take() {
        ByteBuf taken = ahead;
        ahead = null;
        return taken;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ByteBuf in = (ByteBuf) msg;
        ByteBuf before = ahead;
        int kept = before == null ? 0 : before.readableBytes();
        if (kept + in.readableBytes() > MOST_AHEAD) {
            in.release();
            Problem problem = Problem.of(
                    GatewayCode.PROTOCOL_VIOLATION,
                    "more than " + MOST_AHEAD + " bytes came before the session began",
                    "wait for ReadyForQuery");
            door.turnedAway(leg, problem);
            leg.refuse(problem);
        } else if (before == null) {
            ahead = in;
        } else {
            ahead = ctx.alloc()
                    .buffer(kept + in.readableBytes())
                    .writeBytes(before)
                    .writeBytes(in);
            before.release();
            in.release();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        ByteBuf rest = take();
        if (rest != null) {
            rest.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        leg.close();
    }
}
