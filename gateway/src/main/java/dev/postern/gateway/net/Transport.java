package dev.postern.gateway.net;

import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.GatewayException;
import dev.postern.kernel.problem.Problem;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of one gateway, the channel classes that fit them, and every channel that is open on them.
 *
 * @param name {@code epoll} or {@code nio}, for reports
 * @param channels whoever opens one puts it here, so that closing leaves none behind
 */
public record Transport(
        String name,
        EventLoopGroup loops,
        Class<? extends ServerChannel> serverChannel,
        Class<? extends Channel> clientChannel,
        ChannelGroup channels)
        implements AutoCloseable {
    private static final long LAST_WORDS_MILLIS = 2000;

    /** @throws GatewayException when the choice is forced and its native part does not load */
    public static Transport open(TransportChoice choice, int loops) {
        return switch (choice) {
            case AUTO -> Epoll.isAvailable() ? epoll(loops) : nio(loops);
            case EPOLL -> {
                if (!Epoll.isAvailable()) {
                    throw new GatewayException(
                            Problem.of(
                                    GatewayCode.GATEWAY_SETTINGS,
                                    "transport epoll is asked for and its native library does not load",
                                    "put netty-transport-native-epoll for this platform on the class path, or choose AUTO or NIO"),
                            Epoll.unavailabilityCause());
                }
                yield epoll(loops);
            }
            case NIO -> nio(loops);
        };
    }

    private static Transport epoll(int loops) {
        return new Transport(
                "epoll",
                group(loops, EpollIoHandler.newFactory()),
                EpollServerSocketChannel.class,
                EpollSocketChannel.class,
                open());
    }

    private static Transport nio(int loops) {
        return new Transport(
                "nio",
                group(loops, NioIoHandler.newFactory()),
                NioServerSocketChannel.class,
                NioSocketChannel.class,
                open());
    }

    private static ChannelGroup open() {
        return new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    }

    private static EventLoopGroup group(int loops, IoHandlerFactory factory) {
        return new MultiThreadIoEventLoopGroup(loops, new DefaultThreadFactory("postern-gateway", true), factory);
    }

    /** Lets what is being said be said, then closes what is left and stops the loops. */
    @Override
    public void close() {
        channels.newCloseFuture().awaitUninterruptibly(LAST_WORDS_MILLIS);
        channels.close().awaitUninterruptibly(LAST_WORDS_MILLIS);
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    }
}
