package dev.postern.gateway.accept;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The last word waits for a client that is slow, and for none that takes nothing. */
class FarewellTest {
    private record Held(ByteBuf bytes, ChannelPromise promise) {}

    /** A client that has not taken what was written before. */
    private static final class Slow extends ChannelOutboundHandlerAdapter {
        private final Deque<Held> held = new ArrayDeque<>();

        @Override
        public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
            held.add(new Held((ByteBuf) msg, promise));
        }
    }

    private final Slow slow = new Slow();
    private final EmbeddedChannel channel = new EmbeddedChannel(slow);

    FarewellTest() {
        channel.freezeTime();
        channel.pipeline().addLast(new Farewell(ByteBufUtil.writeUtf8(channel.alloc(), "goodbye")));
    }

    private void pass(long millis) {
        for (long passed = 0; passed < millis; passed += 500) {
            channel.advanceTimeBy(500, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    @Test
    void aSecondAfterAllIsWrittenItIsOver() {
        pass(6000);
        assertThat(channel.isOpen()).isTrue();
        Held last = slow.held.remove();
        assertThat(channel.pipeline()
                        .context(slow)
                        .writeAndFlush(last.bytes(), last.promise())
                        .isSuccess())
                .isTrue();
        ByteBuf said = channel.readOutbound();
        assertThat(said.toString(StandardCharsets.US_ASCII)).isEqualTo("goodbye");
        said.release();
        pass(500);
        assertThat(channel.isOpen()).isTrue();
        pass(1000);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whoeverTakesNothingForTenSecondsIsLeft() {
        pass(20_000);
        assertThat(channel.isOpen()).isFalse();
        slow.held.forEach(each -> each.bytes().release());
    }
}
