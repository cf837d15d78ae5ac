package dev.postern.gateway.connect;

import dev.postern.gateway.Entry;
import dev.postern.gateway.authorize.Grant;
import dev.postern.model.HostPort;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/**
 * Who may use a connection again: the same caller, as the same role, in the same database of the same cluster. Where the
 * server stands, what it is trusted by and the session's start parameters are part of it, so that {@code RESET ALL} leads
 * back to exactly what the next session asked for.
 */
record PoolKey(
        String cluster,
        String database,
        String role,
        String caller,
        HostPort server,
        List<X509Certificate> anchors,
        Map<String, String> parameters) {
    static PoolKey of(Grant grant) {
        Entry entry = grant.entry();
        return new PoolKey(
                entry.cluster(),
                grant.database(),
                grant.role(),
                grant.caller().subject(),
                entry.server(),
                entry.serverAnchors(),
                Map.copyOf(grant.parameters()));
    }
}
