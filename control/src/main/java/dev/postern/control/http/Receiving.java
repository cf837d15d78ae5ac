package dev.postern.control.http;

import io.helidon.common.socket.SocketOptions;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The options of accepted sockets; who sets them also learns of each connection before a byte is read of it. A read timeout
 * would mean nothing here: the server reads channels, which have none.
 */
record Receiving(Guests guests) implements SocketOptions {
    @Override
    public void configureSocket(SocketChannel channel) {
        SocketOptions.super.configureSocket(channel);
        guests.arrived(channel);
    }

    @Override
    public void configureSocket(Socket socket) {
        throw new UnsupportedOperationException("connections are channels");
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return Map.of(StandardSocketOptions.TCP_NODELAY, true, StandardSocketOptions.SO_KEEPALIVE, true);
    }

    @Override
    public Duration connectTimeout() {
        return Duration.ZERO;
    }

    @Override
    public Duration readTimeout() {
        return Duration.ZERO;
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return Optional.empty();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return Optional.empty();
    }

    @Override
    public boolean socketReuseAddress() {
        return true;
    }

    @Override
    public boolean socketKeepAlive() {
        return true;
    }

    @Override
    public boolean tcpNoDelay() {
        return true;
    }
}
