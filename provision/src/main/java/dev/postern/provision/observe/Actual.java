package dev.postern.provision.observe;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One server at one moment, as far as it concerns what is declared for it.
 *
 * @param version PostgreSQL's {@code server_version_num}, for example 180006
 * @param roles declared roles, owners, groups, and what they are to be members of, as far as they exist
 * @param strangers members of the groups that nobody has declared, superusers and the administrator apart
 * @param databases declared databases that exist
 * @param settings of the declared ones those that the server knows: who may change them, as {@code pg_settings.context}
 * @param extensions of those that matter here the ones that could be installed
 * @param absent what is there of what is to be absent
 * @param beyond what there is besides
 */
public record Actual(
        int version,
        Admin admin,
        boolean inRecovery,
        Connections connections,
        Map<String, ActualRole> roles,
        Map<String, Set<String>> strangers,
        Map<String, ActualDatabase> databases,
        Map<String, String> settings,
        Map<String, Extension> extensions,
        ActualAbsent absent,
        Beyond beyond) {
    /** What {@code postern.identity()} reads the certificate with where there is no {@code SYSTEM_USER}. */
    public static final String IDENTITY_EXTENSION = "sslinfo";

    public Actual {
        roles = Map.copyOf(roles);
        strangers = Map.copyOf(strangers);
        settings = Map.copyOf(settings);
        databases = Map.copyOf(databases);
        extensions = Map.copyOf(extensions);
    }

    /** A server on which there is nothing of what is declared. */
    public static Actual empty(int version, Admin admin) {
        return new Actual(
                version,
                admin,
                false,
                new Connections(100, 3),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of("search_path", "user"),
                Map.of(),
                ActualAbsent.NOTHING,
                Beyond.NOTHING);
    }

    /** As whom we look and change. */
    public record Admin(String name, boolean superuser, boolean createRole, boolean createDb) {}

    /**
     * How many connections there can be.
     *
     * @param reserved for superusers and for members of {@code pg_use_reserved_connections}
     */
    public record Connections(int most, int reserved) {}

    /**
     * An extension that could be installed.
     *
     * @param fixedSchema the schema that its author demands
     * @param trusted whether somebody who may create in the database may install it without being superuser
     */
    public record Extension(Optional<String> fixedSchema, boolean trusted) {}

    Actual with(Map<String, ActualDatabase> seen) {
        return new Actual(
                version, admin, inRecovery, connections, roles, strangers, seen, settings, extensions, absent, beyond);
    }

    Actual with(ActualAbsent seen) {
        return new Actual(
                version,
                admin,
                inRecovery,
                connections,
                roles,
                strangers,
                databases,
                settings,
                extensions,
                seen,
                beyond);
    }

    public int major() {
        return version / 10_000;
    }
}
