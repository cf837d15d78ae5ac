package dev.postern.gateway;

import dev.postern.model.HostPort;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a client connects to.
 *
 * @param name for example {@code orders}; unique in a state
 * @param cluster part of the pool key, with its labels part of the decision
 * @param defaultDatabase the physical database when the client names only the entry
 * @param databases physical names that are declared on the cluster
 * @param serverAnchors roots that the server's certificate must chain to; always {@code verify-full}
 */
public record Entry(
        String name,
        String cluster,
        Map<String, String> clusterLabels,
        String defaultDatabase,
        Set<String> databases,
        HostPort server,
        List<X509Certificate> serverAnchors) {
    public Entry {
        clusterLabels = Map.copyOf(clusterLabels);
        databases = Set.copyOf(databases);
        serverAnchors = List.copyOf(serverAnchors);
    }
}
