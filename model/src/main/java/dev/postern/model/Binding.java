package dev.postern.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The pair that must agree: a database's roles on the server side, what a consumer is given on the other.
 *
 * @param consumer whose contract the delivery follows, for example {@code libpq}
 * @param database a {@link Database}'s {@code metadata.name}
 * @param roles purpose (such as {@code application}) to role name
 * @param credentials by purpose, where they are given; else found where they are delivered, or made
 * @param options what only this consumer knows; the keys are checked
 * @param deliver where it goes
 */
public record Binding(
        Metadata metadata,
        String consumer,
        String database,
        Map<String, String> roles,
        Auth auth,
        SslMode sslmode,
        Map<String, Credential> credentials,
        Rotation rotation,
        Map<String, String> options,
        List<Delivery> deliver)
        implements Resource {
    public Binding {
        roles = Map.copyOf(roles);
        credentials = Map.copyOf(credentials);
        options = Map.copyOf(options);
        deliver = List.copyOf(deliver);
    }

    /** How the consumer proves itself to PostgreSQL. */
    public enum Auth {
        /** A client certificate and nothing else. */
        CERT("cert"),
        /** A password. */
        SCRAM_SHA_256("scram-sha-256"),
        /** A password and a client certificate: {@code scram-sha-256 clientcert=verify-ca}. */
        SCRAM_CLIENTCERT("scram+clientcert");

        private final String word;

        Auth(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        public boolean usesPassword() {
            return this != CERT;
        }

        public boolean usesCertificate() {
            return this != SCRAM_SHA_256;
        }
    }

    /** How a password is changed. */
    public enum Rotation {
        /** The role's own; there is a moment in which consumer and server do not agree. */
        IN_PLACE,
        /** Of two login roles {@code NAME_a} and {@code NAME_b} that act as the role, in turn. */
        ALTERNATE;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What somebody else made; each part may be empty. */
    public record Credential(Optional<SecretSource> password, Optional<ClientCertificate> certificate) {}

    /** @param sslkey PKCS #8, PEM, readable by its owner only */
    public record ClientCertificate(Path sslcert, Path sslkey) {}

    /** Where something is delivered. */
    public sealed interface Delivery {
        /** Files as the consumer wants them. */
        record Directory(Path path) implements Delivery {}

        /** Secrets of Podman on this machine. */
        record PodmanSecrets() implements Delivery {}

        /** A file with the manifests of Kubernetes Secrets and ConfigMaps; readable by its owner only. */
        record KubernetesManifest(Path file) implements Delivery {}
    }

    /** Folders among the deliveries. */
    public List<Path> directories() {
        return deliver.stream()
                .filter(Delivery.Directory.class::isInstance)
                .map(Delivery.Directory.class::cast)
                .map(Delivery.Directory::path)
                .toList();
    }

    /** Credentials and deliveries apart, nothing more than certificates into folders. */
    public static Binding of(
            Metadata metadata, String consumer, String database, Map<String, String> roles, List<Path> directories) {
        return new Binding(
                metadata,
                consumer,
                database,
                roles,
                Auth.CERT,
                SslMode.VERIFY_FULL,
                Map.of(),
                Rotation.IN_PLACE,
                Map.of(),
                directories.stream().<Delivery>map(Delivery.Directory::new).toList());
    }
}
