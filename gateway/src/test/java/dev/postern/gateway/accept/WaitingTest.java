package dev.postern.gateway.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.kernel.problem.Problem;
import dev.postern.postgres.wire.StartupBounds;
import dev.postern.postgres.wire.StartupPacket.CancelRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever sends too much ahead is refused, and that is told. */
class WaitingTest {
    private final List<Problem> told = new ArrayList<>();
    private final Door door = new Door() {
        @Override
        public void arrived(ClientLeg leg, Hello hello) {}

        @Override
        public void cancel(ClientLeg leg, CancelRequest request) {}

        @Override
        public void turnedAway(ClientLeg leg, Problem problem) {
            told.add(problem);
        }
    };

    @Test
    void tooMuchAheadOfTheSessionIsTurnedAway() {
        EmbeddedChannel channel = new EmbeddedChannel();
        Crowd crowd = new Crowd(new AcceptBounds(new StartupBounds(10_000, 64), Duration.ofSeconds(15), 2, 50, 10));
        InetSocketAddress from = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        ClientLeg leg = new ClientLeg(1, channel, from, crowd.enter(from.getAddress(), () -> {}));
        channel.pipeline().addLast(ClientLeg.PHASE, new Waiting(leg, door, null));
        channel.writeInbound(Unpooled.buffer().writeZero(128 * 1024));
        assertThat(told).isEmpty();
        assertThat(leg.waiting()).isTrue();
        channel.writeInbound(Unpooled.buffer().writeZero(1));
        assertThat(told).extracting(Problem::what).singleElement().asString().contains("131072 bytes");
        assertThat(leg.told()).isTrue();
        ByteBuf answer = channel.readOutbound();
        assertThat((char) answer.getByte(0)).isEqualTo('E');
        answer.release();
        channel.finishAndReleaseAll();
    }
}
