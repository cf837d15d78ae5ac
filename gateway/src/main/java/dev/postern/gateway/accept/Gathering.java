package dev.postern.gateway.accept;

import dev.postern.kernel.problem.Problem;
import dev.postern.postgres.wire.StartupBounds;
import dev.postern.postgres.wire.StartupPacket;
import dev.postern.postgres.wire.WireException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the two phases before a session have in common: they gather start-up packets, each whole, within bounds. */
abstract sealed class Gathering extends ChannelInboundHandlerAdapter permits Greeting, Starting {
    private final StartupBounds bounds;
    protected final ClientLeg leg;
    protected final Door door;
    private @Nullable ByteBuf gathered;
    private boolean over;

    Gathering(ClientLeg leg, Door door, StartupBounds bounds) {
        this.leg = leg;
        this.door = door;
        this.bounds = bounds;
    }

    /** @return whether this phase wants the next packet; what it left in {@code rest} is its own affair otherwise */
    protected abstract boolean packet(ChannelHandlerContext ctx, StartupPacket packet, ByteBuf rest) throws Exception;

    /** What the client has not done yet, as a clause. */
    protected abstract String missing();

    /** Looks at the very first bytes. @return whether they are to be read as packets */
    protected boolean first(ChannelHandlerContext ctx, ByteBuf bytes) {
        return true;
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object msg) throws Exception {
        ByteBuf in = (ByteBuf) msg;
        if (over) {
            in.release();
            return;
        }
        gathered = gathered == null ? in : join(ctx, gathered, in);
        try {
            read(ctx, gathered);
        } catch (WireException e) {
            refuse(e.first());
        }
    }

    private static ByteBuf join(ChannelHandlerContext ctx, ByteBuf first, ByteBuf second) {
        ByteBuf both = ctx.alloc().buffer(first.readableBytes() + second.readableBytes());
        both.writeBytes(first).writeBytes(second);
        first.release();
        second.release();
        return both;
    }

    private void read(ChannelHandlerContext ctx, ByteBuf bytes) throws Exception {
        boolean more = first(ctx, bytes);
        while (more && !over) {
            Optional<StartupPacket> packet = StartupPacket.read(bytes, bounds);
            if (packet.isEmpty()) {
                break;
            }
            more = packet(ctx, packet.get(), bytes);
        }
        if (gathered != null && !gathered.isReadable()) {
            gathered.release();
            gathered = null;
        }
    }

    /** The gathered bytes change hands; nothing is read any more in this phase. */
    protected final @Nullable ByteBuf take() {
        over = true;
        ByteBuf taken = gathered;
        gathered = null;
        return taken;
    }

    protected final void drop() {
        ByteBuf rest = take();
        if (rest != null) {
            rest.release();
        }
    }

    protected final void refuse(Problem problem) {
        over = true;
        door.turnedAway(leg, problem);
        leg.refuse(problem);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        leg.close();
    }
}
