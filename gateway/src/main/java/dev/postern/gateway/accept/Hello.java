package dev.postern.gateway.accept;

import dev.postern.postgres.wire.StartupPacket.StartupMessage;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a client said and showed, nothing of it believed yet. That it holds the key of its first certificate was proven by
 * the handshake.
 *
 * @param serverName what the client called us in the TLS handshake
 * @param certificates the leaf first; empty when it showed none
 */
public record Hello(StartupMessage startup, Optional<String> serverName, List<X509Certificate> certificates) {
    public Hello {
        certificates = List.copyOf(certificates);
    }
}
