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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The listening socket. Each connection starts in the phase Greeting and must have its session in time. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails makes the channel inactive
public final class Listener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Listener.class.getName());

    private final AcceptBounds bounds;
    private final ServerTls tls;
    private final Door door;
    private final Crowd crowd;
    private final AtomicLong sessions = new AtomicLong();
    private final Channel server;

    private Listener(Transport transport, String host, int port, ServerTls tls, AcceptBounds bounds, Door door) {
        this.tls = tls;
        this.bounds = bounds;
        this.door = door;
        this.crowd = new Crowd(bounds);
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

    private void accept(Channel channel) {
        InetSocketAddress client = (InetSocketAddress) channel.remoteAddress();
        if (client == null) { // it has hung up already
            channel.close();
            return;
        }
        Crowd.Place place = crowd.enter(client.getAddress(), channel::close);
        ClientLeg leg = new ClientLeg(sessions.incrementAndGet(), channel, client, place);
        channel.closeFuture().addListener(closed -> {
            place.leave();
            leg.stopDeadline();
        });
        if (place.silent()) {
            channel.close();
            return;
        }
        channel.pipeline().addLast(ClientLeg.PHASE, new Greeting(leg, door, bounds.startup(), tls));
        leg.startBy(() -> tooSlow(leg), bounds.startTime().toMillis());
    }

    private void tooSlow(ClientLeg leg) {
        if (leg.told()) {
            return;
        }
        Optional<String> client = leg.clientsAffair();
        ClientLeg.Work work = leg.work();
        Problem problem = Problem.of(
                GatewayCode.START_TOO_SLOW,
                "the session did not begin within " + bounds.startTime().toSeconds() + " s: "
                        + client.orElse(work.doing()),
                client.isPresent()
                        ? "check the network, and whether the client asks its user for something"
                        : "look for session " + leg.session() + " in the gateway's log");
        if (client.isEmpty()) {
            logStuck(leg, work);
        }
        door.turnedAway(leg, problem);
        leg.refuse(problem);
    }

    /** The client has done its part: where whoever works for it stands is what its maintainer needs to see. */
    private static void logStuck(ClientLeg leg, ClientLeg.Work work) {
        Thread by = work.by();
        Exception where = new Exception(by == null ? "nobody has begun" : by + " is " + by.getState());
        where.setStackTrace(by == null ? new StackTraceElement[0] : by.getStackTrace());
        LOG.log(
                System.Logger.Level.WARNING,
                "event=start_too_slow session=" + leg.session() + " while=\"" + work.doing() + "\"",
                where);
    }

    /** Takes no more connections; those that stand are not touched. */
    @Override
    public void close() {
        server.close().awaitUninterruptibly();
    }
}
