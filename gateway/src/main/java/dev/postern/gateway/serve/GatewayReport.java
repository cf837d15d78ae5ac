package dev.postern.gateway.serve;

import dev.postern.gateway.connect.UpstreamCertificate;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;

/**
 * What a gateway is doing now.
 *
 * @param transport {@code epoll} or {@code nio}
 * @param tlsProvider {@code OPENSSL} or {@code JDK}
 * @param pooledUpstreams idle server connections
 * @param stateVersion of the state that is in force
 */
public record GatewayReport(
        InetSocketAddress address,
        String transport,
        String tlsProvider,
        int sessions,
        int pooledUpstreams,
        List<UpstreamCertificate> upstreamCertificates,
        Instant serverCertificateNotAfter,
        long stateVersion) {
    public GatewayReport {
        upstreamCertificates = List.copyOf(upstreamCertificates);
    }
}
