package dev.postern.gateway.accept;

import dev.postern.kernel.problem.Problem;
import dev.postern.postgres.wire.BackendMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection. It is always in one phase, and the phase is the handler that gets its bytes: Greeting, Starting,
 * Waiting, then the relay's, in the end Farewell. What does not say otherwise is touched on its event
 * loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails makes the channel inactive
public final class ClientLeg {
    static final String PHASE = "phase";

    private final long session;
    private final Channel channel;
    private final InetSocketAddress client;
    private final Crowd.Place place;
    private volatile Work work = new Work("it waited for its certificate to be judged", null);
    private @Nullable Future<?> deadline;

    ClientLeg(long session, Channel channel, InetSocketAddress client, Crowd.Place place) {
        this.session = session;
        this.channel = channel;
        this.client = client;
        this.place = place;
    }

    /** What is being done for a client that waits, as a clause, and by whom. */
    record Work(String doing, @Nullable Thread by) {}

    /** Follows the connection through every log line. */
    public long session() {
        return session;
    }

    public InetSocketAddress client() {
        return client;
    }

    public Channel channel() {
        return channel;
    }

    public EventLoop loop() {
        return channel.eventLoop();
    }

    /** Whether it has been told something final. */
    public boolean told() {
        return channel.pipeline().get(PHASE) instanceof Farewell;
    }

    /** Whether the client is still there and has not been told anything final. */
    public boolean waiting() {
        return channel.isActive() && channel.pipeline().get(PHASE) instanceof Waiting;
    }

    /** From any thread. */
    public void doing(String clause) {
        work = new Work(clause, Thread.currentThread());
    }

    Work work() {
        return work;
    }

    /** The client has shown who it is; from any thread. @return why there is no room for it all the same */
    public Optional<Problem> known() {
        return place.known();
    }

    Crowd.Place place() {
        return place;
    }

    /** Why there is no session yet, as a clause, when that is the client's own affair. */
    Optional<String> clientsAffair() {
        return channel.pipeline().get(PHASE) instanceof Gathering gathering
                ? Optional.of(gathering.missing())
                : Optional.empty();
    }

    void startBy(Runnable late, long millis) {
        deadline = channel.eventLoop().schedule(late, millis, TimeUnit.MILLISECONDS);
    }

    /** The next phase; it gets what the client sent ahead, and reading goes on. */
    public void become(ChannelInboundHandlerAdapter phase) throws Exception {
        stopDeadline();
        ByteBuf early = channel.pipeline().get(PHASE) instanceof Waiting waiting ? waiting.take() : null;
        channel.pipeline().replace(PHASE, PHASE, phase);
        if (early != null) {
            phase.channelRead(channel.pipeline().context(phase), early);
            phase.channelReadComplete(channel.pipeline().context(phase));
        }
        channel.config().setAutoRead(true);
    }

    /** The last word: FATAL with its SQLSTATE, sentence and hint, then the end. */
    public void refuse(Problem problem) {
        refuse(BackendMessage.ErrorResponse.fatal(problem));
    }

    /** The last word as the server said it. */
    public void refuse(BackendMessage.ErrorResponse error) {
        if (!channel.isActive()) {
            return;
        }
        ByteBuf bytes = channel.alloc().buffer(256);
        error.write(bytes);
        farewell(bytes);
    }

    /** Writes, says goodbye in TLS and TCP, and then only drains, so that no reset overtakes the last word. */
    public void farewell(ByteBuf lastWord) {
        stopDeadline();
        ChannelHandler phase = channel.pipeline().get(PHASE);
        if (phase instanceof Farewell) {
            lastWord.release();
        } else if (phase == null) {
            lastWord.release();
            channel.close();
        } else {
            channel.pipeline().replace(PHASE, PHASE, new Farewell(lastWord));
        }
    }

    /** Hangs up; from any thread. */
    public void close() {
        if (channel.eventLoop().inEventLoop()) {
            stopDeadline();
            channel.close();
        } else {
            channel.eventLoop().execute(this::close);
        }
    }

    void stopDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
