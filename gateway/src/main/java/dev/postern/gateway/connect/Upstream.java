package dev.postern.gateway.connect;

import dev.postern.kernel.secret.Secret;
import dev.postern.postgres.wire.FrontendMessage;
import dev.postern.postgres.wire.TransactionStatus;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One logged-in server connection. Its phase is the handler that gets its bytes: Resting, the relay's, or Resetting.
 * Touched on its event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails makes the channel inactive
public final class Upstream {
    public static final String PHASE = "phase";

    private final Channel channel;
    private final PoolKey key;
    private final Identity identity;
    private final Vintage vintage;
    private final int pid;
    private final Secret cancelKey;
    private final InetSocketAddress address;
    private final Map<String, String> settings;
    private TransactionStatus status = TransactionStatus.IDLE;
    private int cancels;
    private boolean awaitsCancel;
    private @Nullable Runnable whenQuiet;

    Upstream(Channel channel, Dialer.Call call, int pid, Secret cancelKey, Map<String, String> settings) {
        this.channel = channel;
        this.key = call.key();
        this.identity = call.identity();
        this.vintage = call.vintage();
        this.pid = pid;
        this.cancelKey = cancelKey;
        this.address = (InetSocketAddress) channel.remoteAddress();
        this.settings = new LinkedHashMap<>(settings);
    }

    public Channel channel() {
        return channel;
    }

    /** The server process. */
    public int pid() {
        return pid;
    }

    /** What ParameterStatus said last, in the server's order. Whoever sees one puts it here. */
    public Map<String, String> settings() {
        return settings;
    }

    /** What ReadyForQuery said last. */
    public TransactionStatus status() {
        return status;
    }

    public void status(TransactionStatus now) {
        status = now;
    }

    /** The next phase. */
    public void become(ChannelHandler phase) {
        channel.pipeline().replace(PHASE, PHASE, phase);
    }

    PoolKey key() {
        return key;
    }

    Identity identity() {
        return identity;
    }

    Vintage vintage() {
        return vintage;
    }

    Secret cancelKey() {
        return cancelKey;
    }

    InetSocketAddress address() {
        return address;
    }

    void cancelBegins() {
        cancels++;
    }

    /** @param over whether it has arrived or never will */
    void cancelEnds(boolean over) {
        cancels--;
        awaitsCancel |= !over;
        Runnable waiting = whenQuiet;
        if (cancels == 0 && waiting != null) {
            whenQuiet = null;
            waiting.run();
        }
    }

    /** Whether a cancel request may still hit it: then nobody else may have it. */
    boolean awaitsCancel() {
        return awaitsCancel;
    }

    /** Runs when no cancel request for this server process is under way any more. */
    void whenQuiet(Runnable then) {
        if (cancels == 0) {
            then.run();
        } else {
            whenQuiet = then;
        }
    }

    /** Says goodbye and hangs up. */
    void close() {
        if (channel.isActive()) {
            ByteBuf bytes = channel.alloc().buffer(5);
            new FrontendMessage.Terminate().write(bytes);
            channel.writeAndFlush(bytes).addListener(done -> channel.close());
        }
    }
}
