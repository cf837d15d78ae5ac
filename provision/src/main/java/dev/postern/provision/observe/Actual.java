package dev.postern.provision.observe;

import java.util.Map;
import java.util.Optional;

/**
 * One server at one moment, as far as it concerns what is declared for it.
 *
 * @param version PostgreSQL's {@code server_version_num}, for example 180006
 * @param roles declared roles and owners that exist
 * @param databases declared databases that exist
 * @param extensions of those that matter here the ones that could be installed
 */
public record Actual(
        int version,
        Admin admin,
        boolean inRecovery,
        Map<String, ActualRole> roles,
        Map<String, ActualDatabase> databases,
        Map<String, Extension> extensions) {
    /** What {@code postern.identity()} reads the certificate with where there is no {@code SYSTEM_USER}. */
    public static final String IDENTITY_EXTENSION = "sslinfo";

    public Actual {
        roles = Map.copyOf(roles);
        databases = Map.copyOf(databases);
        extensions = Map.copyOf(extensions);
    }

    /** As whom we look and change. */
    public record Admin(String name, boolean superuser, boolean createRole, boolean createDb) {}

    /**
     * An extension that could be installed.
     *
     * @param fixedSchema the schema that its author demands
     * @param trusted whether somebody who may create in the database may install it without being superuser
     */
    public record Extension(Optional<String> fixedSchema, boolean trusted) {}

    public int major() {
        return version / 10_000;
    }
}
