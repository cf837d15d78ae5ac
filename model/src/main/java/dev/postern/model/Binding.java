package dev.postern.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The pair that must agree: a database's roles on the server side, what a consumer is given on the other.
 *
 * @param consumer whose contract the delivery follows, for example {@code libpq}
 * @param database a {@link Database}'s {@code metadata.name}
 * @param roles purpose (such as {@code application}) to role name
 * @param deliver folders that receive the certificate, key and bundle
 */
public record Binding(
        Metadata metadata,
        String consumer,
        String database,
        Map<String, String> roles,
        Auth auth,
        SslMode sslmode,
        List<Path> deliver)
        implements Resource {
    public Binding {
        roles = Map.copyOf(roles);
        deliver = List.copyOf(deliver);
    }

    /** How the consumer proves itself to PostgreSQL. */
    public enum Auth {
        CERT
    }
}
