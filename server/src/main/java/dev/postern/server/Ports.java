package dev.postern.server;

import java.util.Optional;
import java.util.OptionalLong;

/** TCP ports of this machine: a free one, and who holds one that is not. */
public final class Ports {
    private Ports() {}

    /**
     * Who listens on a port.
     *
     * @param pid and {@code command}: empty where the process belongs to another user and cannot be seen
     */
    public record Holder(OptionalLong pid, Optional<String> command, String user) {
        /** For a sentence: {@code nginx (pid 812, user www-data)} or {@code a process of user www-data}. */
        public String describe() {
            return command.isPresent() && pid.isPresent()
                    ? command.get() + " (pid " + pid.getAsLong() + ", user " + user + ")"
                    : "a process of user " + user;
        }
    }

    /** The first of the preferred ports that is free on loopback, else any free one. */
    public static int free(int... preferred) {
        throw new UnsupportedOperationException();
    }

    /** Whether nobody listens on it on loopback. */
    public static boolean isFree(int port) {
        throw new UnsupportedOperationException();
    }

    public static Optional<Holder> holder(int port) {
        throw new UnsupportedOperationException();
    }
}
