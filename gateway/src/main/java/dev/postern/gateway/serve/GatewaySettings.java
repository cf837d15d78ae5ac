package dev.postern.gateway.serve;

import dev.postern.gateway.GatewayCode;
import dev.postern.gateway.GatewayException;
import dev.postern.gateway.net.TlsChoice;
import dev.postern.gateway.net.TransportChoice;
import dev.postern.kernel.problem.Problem;
import java.util.Optional;
import java.util.Set;

/**
 * How one gateway runs; everything that does not change while it does.
 *
 * @param port 0 for any free one
 * @param ownNames what clients may call the gateway without meaning an entry: {@code localhost}, its host names
 * @param gatewayDomain below which a TLS server name is an entry's name
 * @param eventLoops see {@link #defaultEventLoops()}
 */
public record GatewaySettings(
        String host,
        int port,
        ServerCertificate certificate,
        Set<String> ownNames,
        Optional<String> gatewayDomain,
        GatewayLimits limits,
        int eventLoops,
        TransportChoice transport,
        TlsChoice tls) {
    public GatewaySettings {
        ownNames = Set.copyOf(ownNames);
        atLeast("event-loops", eventLoops, 1);
        atLeast("port", port, 0);
    }

    static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new GatewayException(Problem.of(
                    GatewayCode.GATEWAY_SETTINGS, name + " is " + value, name + " takes " + least + " or more"));
        }
    }

    /** What fits a machine with nothing else to say. */
    public static GatewaySettings of(String host, int port, ServerCertificate certificate) {
        return new GatewaySettings(
                host,
                port,
                certificate,
                Set.of("localhost"),
                Optional.empty(),
                GatewayLimits.DEFAULT,
                defaultEventLoops(),
                TransportChoice.AUTO,
                TlsChoice.AUTO);
    }

    /** The same with TLS server names in force: {@code orders.DOMAIN} is the entry {@code orders}. */
    public GatewaySettings below(String domain) {
        return new GatewaySettings(
                host, port, certificate, ownNames, Optional.of(domain), limits, eventLoops, transport, tls);
    }

    /** One for two cores: more only cost switches between threads, because clients and PostgreSQL need cores, too. */
    public static int defaultEventLoops() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
}
