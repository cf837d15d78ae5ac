package dev.postern.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** TCP ports of this machine: a free one, and who holds one that is not. */
public final class Ports {
    private static final int NEIGHBOURS = 100;

    private Ports() {}

    /**
     * Who listens on a port.
     *
     * @param pid and {@code command}: empty where the process belongs to another user and cannot be seen
     */
    public record Holder(OptionalLong pid, Optional<String> command, String user) {
        /** For a sentence: {@code nginx (pid 812, user www-data)} or {@code a process of the user www-data}. */
        public String describe() {
            return command.isPresent() && pid.isPresent()
                    ? command.get() + " (pid " + pid.getAsLong() + ", user " + user + ")"
                    : "a process of the user " + user;
        }
    }

    /**
     * The first of the preferred ports that is free on loopback, else one a little above them, else any. The last is
     * from the range that outgoing connections use too, so it may be taken when it is wanted again.
     */
    public static int free(int... preferred) {
        for (int port : preferred) {
            if (isFree(port)) {
                return port;
            }
        }
        for (int port : preferred) {
            for (int next = port + 1; next <= Math.min(port + NEIGHBOURS, 65_535); next++) {
                if (isFree(next)) {
                    return next;
                }
            }
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw ServerException.of(
                    ServerCode.PORT_BUSY, "this machine has no free TCP port", "stop what holds so many", failure);
        }
    }

    /** Whether it could be listened on, on 127.0.0.1 and, where the machine has it, ::1. */
    public static boolean isFree(int port) {
        return isFree(port, List.of("127.0.0.1", "::1"));
    }

    /** Who listens on it; empty if nobody does. */
    public static Optional<Holder> holder(int port) {
        return Listeners.on(port);
    }

    static boolean isFree(int port, List<String> addresses) {
        return addresses.stream().allMatch(address -> isFree(port, address));
    }

    private static boolean isFree(int port, String address) {
        try (ServerSocket socket = new ServerSocket()) {
            InetSocketAddress wanted = address.equals("*")
                    ? new InetSocketAddress(port)
                    : new InetSocketAddress(InetAddress.getByName(address), port);
            socket.bind(wanted);
            return true;
        } catch (BindException failure) {
            // an address that this machine does not have, or a port that needs rights, is not taken by anybody
            return !String.valueOf(failure.getMessage()).contains("in use");
        } catch (IOException _) {
            return true;
        }
    }
}
