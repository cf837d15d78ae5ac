package dev.postern.provision.doctor.probe;

import dev.postern.model.HostPort;
import dev.postern.provision.connect.Credential;
import java.util.Optional;

/**
 * Where to, as whom, and how.
 *
 * @param certificate shown when the server asks for one
 * @param tls whether it is asked for
 */
public record Target(
        HostPort server, String database, String user, Optional<Credential.ClientCertificate> certificate, Tls tls) {
    /** How a client begins. */
    public enum Tls {
        /** In clear from the first byte. */
        NONE,
        /** SSLRequest first; in clear when the server says no. */
        REQUESTED,
        /** With the first byte, {@code sslnegotiation=direct}. */
        DIRECT
    }
}
