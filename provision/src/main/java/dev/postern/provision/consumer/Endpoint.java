package dev.postern.provision.consumer;

import dev.postern.model.HostPort;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Where a consumer connects to.
 *
 * @param standbys may be empty
 * @param database the physical name
 * @param serverAnchors what the server's certificate must chain to; empty when it is not known
 * @param clientAnchors what the server believes clients by; a delivered certificate of another root is replaced. Empty when
 *     it is not known
 */
public record Endpoint(
        HostPort server,
        List<HostPort> standbys,
        String database,
        List<X509Certificate> serverAnchors,
        List<X509Certificate> clientAnchors) {
    public Endpoint {
        standbys = List.copyOf(standbys);
        serverAnchors = List.copyOf(serverAnchors);
        clientAnchors = List.copyOf(clientAnchors);
    }

    /** Without standbys. */
    public Endpoint(
            HostPort server,
            String database,
            List<X509Certificate> serverAnchors,
            List<X509Certificate> clientAnchors) {
        this(server, List.of(), database, serverAnchors, clientAnchors);
    }
}
