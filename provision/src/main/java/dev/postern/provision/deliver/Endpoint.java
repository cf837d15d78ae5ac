package dev.postern.provision.deliver;

import dev.postern.model.HostPort;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Where a consumer connects to.
 *
 * @param database the physical name
 * @param serverAnchors what the server's certificate must chain to
 * @param clientAnchors what the server believes clients by; a delivered certificate of another root is replaced
 */
public record Endpoint(
        HostPort server, String database, List<X509Certificate> serverAnchors, List<X509Certificate> clientAnchors) {
    public Endpoint {
        serverAnchors = List.copyOf(serverAnchors);
        clientAnchors = List.copyOf(clientAnchors);
    }
}
