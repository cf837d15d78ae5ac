package dev.postern.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A PostgreSQL cluster: where it answers, how its certificate is verified and who administers it.
 *
 * @param standbys may be empty
 */
public record Cluster(
        Metadata metadata, Engine engine, HostPort primary, List<HostPort> standbys, Tls tls, Optional<Admin> admin)
        implements Resource {
    public Cluster {
        standbys = List.copyOf(standbys);
    }

    /** Who runs the server. */
    public enum Engine {
        EXTERNAL
    }

    /** @param sslrootcert PEM bundle that the server's certificate must chain to; there if the mode verifies anything */
    public record Tls(SslMode sslmode, Optional<Path> sslrootcert) {
        /** Verifies the chain and the host name. */
        public static Tls verifyFull(Path sslrootcert) {
            return new Tls(SslMode.VERIFY_FULL, Optional.of(sslrootcert));
        }
    }

    /** How Postern itself logs in to change roles and grants: a client certificate, or a password. */
    public record Admin(String user, String database, AdminCredential credential) {}

    /** How the administrator proves itself. */
    public sealed interface AdminCredential {
        /** @param sslkey PKCS #8, PEM, readable by its owner only */
        record ClientCertificate(Path sslcert, Path sslkey) implements AdminCredential {}

        record Password(SecretSource source) implements AdminCredential {}
    }
}
