package dev.postern.gateway.accept;

import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.GatewayException;
import dev.postern.gateway.net.Transport;
import dev.postern.kernel.problem.Problem;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The listening socket. Each connection starts in the phase Greeting and must have its session in time. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails makes the channel inactive
public final class Listener implements AutoCloseable {
    /** Above the bound clients are still told why they are refused; this many more, and they are only hung up on. */
    private static final int TO_BE_TOLD = 100;

    private final AcceptBounds bounds;
    private final ServerTls tls;
    private final Door door;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong sessions = new AtomicLong();
    private final Channel server;

    private Listener(Transport transport, String host, int port, ServerTls tls, AcceptBounds bounds, Door door) {
        this.tls = tls;
        this.bounds = bounds;
        this.door = door;
        ChannelFuture bound = new ServerBootstrap()
                .group(transport.loops())
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(64 * 1024, 256 * 1024))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        transport.channels().add(channel);
                        accept(channel);
                    }
                })
                .bind(host, port)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new GatewayException(
                    Problem.of(
                            GatewayCode.GATEWAY_SETTINGS,
                            "cannot listen on " + host + ":" + port + ": "
                                    + bound.cause().getMessage(),
                            "choose another port or stop what holds this one"),
                    bound.cause());
        }
        this.server = bound.channel();
    }

    /** @throws GatewayException when the address cannot be had */
    public static Listener open(
            Transport transport, String host, int port, ServerTls tls, AcceptBounds bounds, Door door) {
        return new Listener(transport, host, port, tls, bounds, door);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /** Whether this many clients are more than we take. */
    public boolean full() {
        return open.get() > bounds.connections();
    }

    private void accept(Channel channel) {
        int now = open.incrementAndGet();
        ClientLeg leg = new ClientLeg(sessions.incrementAndGet(), channel, (InetSocketAddress) channel.remoteAddress());
        channel.closeFuture().addListener(closed -> {
            open.decrementAndGet();
            leg.stopDeadline();
        });
        if (now > bounds.connections() + TO_BE_TOLD) {
            channel.close();
            return;
        }
        channel.pipeline().addLast(ClientLeg.PHASE, new Greeting(leg, door, bounds.startup(), tls));
        leg.startBy(() -> tooSlow(leg), bounds.startTime().toMillis());
    }

    private void tooSlow(ClientLeg leg) {
        Problem problem = Problem.of(
                GatewayCode.START_TOO_SLOW,
                "the session did not begin within " + bounds.startTime().toSeconds() + " s",
                "check the network, and whether the client asks its user for something");
        door.turnedAway(leg, problem);
        leg.refuse(problem);
    }

    /** Takes no more connections; those that stand are not touched. */
    @Override
    public void close() {
        server.close().awaitUninterruptibly();
    }
}
