package dev.postern.server;

import java.nio.file.Path;
import java.util.Optional;

/**
 * PEM files for the server's TLS. They are used where they lie, so that a renewed one is taken by
 * {@link LocalServer#reload()}; put them in the server's configuration folder.
 *
 * @param certificate leaf first, then its chain
 * @param key mode 0600, owned by the user as whom PostgreSQL runs
 * @param clientAuthority the authorities whose client certificates are believed; empty: none is asked for
 */
public record ServerTls(Path certificate, Path key, Optional<Path> clientAuthority, Optional<Path> revocations) {
    public ServerTls(Path certificate, Path key, Path clientAuthority) {
        this(certificate, key, Optional.of(clientAuthority), Optional.empty());
    }
}
