package dev.postern.provision.doctor.probe;

import java.net.InetAddress;
import java.time.Duration;

/** What became of one address. */
public record Knock(InetAddress address, Outcome outcome, Duration took) {
    /** How TCP ended. */
    public enum Outcome {
        OPEN,
        /** Somebody said no at once. */
        REFUSED,
        /** Nobody said anything in time. */
        SILENT,
        /** A router, or this machine, knows no way. */
        UNREACHABLE
    }
}
