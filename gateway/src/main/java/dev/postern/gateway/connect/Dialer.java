package dev.postern.gateway.connect;

import dev.postern.gateway.net.Transport;
import dev.postern.postgres.wire.StartupPacket.CancelRequest;
import dev.postern.postgres.wire.StartupPacket.StartupMessage;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Opens TCP and TLS connections to servers on a given event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails makes the channel inactive
final class Dialer {
    private static final int CONNECT_MILLIS = 5000;
    private static final int LOGIN_MILLIS = 12_000;
    private static final int CANCEL_MILLIS = 5000;

    /** Where to, as whom, and on which loop. */
    record Call(EventLoop loop, InetSocketAddress address, PoolKey key, Identity identity, Vintage vintage) {}

    private final Transport transport;
    private final Executor blocking;

    Dialer(Transport transport, Executor blocking) {
        this.transport = transport;
        this.blocking = blocking;
    }

    CompletableFuture<Connection> logIn(Call call, StartupMessage startup) {
        CompletableFuture<Connection> result = new CompletableFuture<>();
        LoggingIn loggingIn = new LoggingIn(
                call.key().server(),
                startup,
                (channel, key, settings) -> {
                    Upstream upstream = new Upstream(channel, call, key.pid(), key.key(), settings);
                    upstream.become(new Resting(upstream, () -> {}));
                    return upstream;
                },
                result);
        dial(call, loggingIn, result, LOGIN_MILLIS);
        return result;
    }

    /**
     * Completes on the call's loop, when the server has taken the request, or nobody waits for it any longer.
     *
     * @return whether the request can arrive no more; not so when it was sent and we hung up before the server did
     */
    CompletableFuture<Boolean> cancel(Call call, CancelRequest request) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        CompletableFuture<Connection> failed = new CompletableFuture<>();
        Cancelling cancelling = new Cancelling(request);
        ChannelFuture connecting = dial(call, cancelling, failed, CANCEL_MILLIS);
        connecting.channel().closeFuture().addListener(closed -> {
            boolean gaveUp = failed.isDone();
            failed.cancel(false);
            result.complete(!cancelling.mayArriveLate(gaveUp));
        });
        return result;
    }

    private ChannelFuture dial(
            Call call, ChannelInboundHandler next, CompletableFuture<Connection> result, long patience) {
        ChannelFuture connecting = new Bootstrap()
                .group(call.loop())
                .channel(transport.clientChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(64 * 1024, 256 * 1024))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) throws SSLException {
                        transport.channels().add(channel);
                        SslHandler tls = call.identity()
                                .newHandler(
                                        channel.alloc(),
                                        call.key().server(),
                                        call.key().anchors(),
                                        blocking);
                        channel.pipeline()
                                .addLast(
                                        Upstream.PHASE,
                                        new TlsUpgrade(
                                                call.key().server(),
                                                tls,
                                                next,
                                                problem -> result.complete(new Connection.Failed(problem))));
                    }
                })
                .connect(call.address());
        connecting.addListener(connected -> {
            if (!connected.isSuccess()) {
                result.complete(
                        new Connection.Failed(Gone.unreachable(call.key().server(), Gone.reason(connected.cause()))));
            }
        });
        Runnable late = () -> {
            if (result.complete(new Connection.Failed(Gone.login(
                    call.key().server(), new TimeoutException("no answer within " + patience / 1000 + " s"))))) {
                connecting.channel().close();
            }
        };
        Future<?> deadline = call.loop().schedule(late, patience, TimeUnit.MILLISECONDS);
        result.whenComplete((outcome, failure) -> deadline.cancel(false));
        return connecting;
    }
}
