package dev.postern.gateway;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Where a connection comes from, as far as it is dear to have: an IPv4 address; of IPv6 the network of 64 bits, because a
 * host has all of it.
 *
 * @param text an address, or a network as {@code 2001:db8:0:0:0:0:0:0/64}
 */
public record Origin(String text) {
    private static final int NETWORK_BYTES = 8;

    public static Origin of(InetAddress from) {
        if (!(from instanceof Inet6Address)) {
            return new Origin(from.getHostAddress());
        }
        byte[] network = from.getAddress();
        Arrays.fill(network, NETWORK_BYTES, network.length, (byte) 0);
        try {
            // with a zone the same network would be another one on each interface
            return new Origin(Inet6Address.getByAddress("", network, -1).getHostAddress() + "/64");
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException("16 bytes are an IPv6 address", wrongLength);
        }
    }
}
