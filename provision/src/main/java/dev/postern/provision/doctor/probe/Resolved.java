package dev.postern.provision.doctor.probe;

import java.net.InetAddress;
import java.util.List;

/** What became of the host's name. */
public sealed interface Resolved {
    /** @param addresses in the resolver's order, none twice */
    record Addresses(List<InetAddress> addresses) implements Resolved {
        public Addresses {
            addresses = List.copyOf(addresses);
        }
    }

    record NoSuchName() implements Resolved {}

    /** The resolver did not answer in time. */
    record NoAnswer() implements Resolved {}
}
