package dev.postern.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A role of a database. What is empty is not declared: PostgreSQL's default when the role is made, left alone when it is
 * there already.
 *
 * @param login whether it may log in; yes when it is made
 * @param connectionLimit PostgreSQL's {@code CONNECTION LIMIT}; -1 is unlimited
 * @param inRoles roles that it is a member of besides the group of its profile
 * @param inherit whether it has the rights of {@code inRoles} without asking
 * @param validUntil until when its password holds
 * @param settings {@code ALTER ROLE … IN DATABASE … SET}
 * @param schema the schema that a {@link Profile#SERVICE} owns
 */
public record DatabaseRole(
        String name,
        Profile profile,
        Optional<Boolean> login,
        Optional<Integer> connectionLimit,
        List<String> inRoles,
        Optional<Boolean> inherit,
        Optional<Instant> validUntil,
        Map<String, String> settings,
        Optional<String> comment,
        Optional<String> schema,
        Ensure ensure) {
    public DatabaseRole {
        inRoles = List.copyOf(inRoles);
        settings = Map.copyOf(settings);
    }

    /** What a role may do, spelled out grant by grant in the documentation. */
    public enum Profile {
        /** Creates and alters objects, as the owner. */
        MIGRATOR,
        /** Reads and writes rows, uses sequences and functions; creates nothing. */
        APPLICATION,
        /** Reads. */
        READER,
        /** Owns a schema of its own, migrates and uses it by itself. */
        SERVICE
    }

    /** A role of which nothing else is declared. */
    public static DatabaseRole of(String name, Profile profile) {
        return new DatabaseRole(
                name,
                profile,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Ensure.PRESENT);
    }

    public DatabaseRole withLogin(boolean may) {
        return new DatabaseRole(
                name,
                profile,
                Optional.of(may),
                connectionLimit,
                inRoles,
                inherit,
                validUntil,
                settings,
                comment,
                schema,
                ensure);
    }

    public DatabaseRole withConnectionLimit(int limit) {
        return new DatabaseRole(
                name,
                profile,
                login,
                Optional.of(limit),
                inRoles,
                inherit,
                validUntil,
                settings,
                comment,
                schema,
                ensure);
    }

    /** Whether it is to be able to log in. */
    public boolean mayLogIn() {
        return login.orElse(true) && ensure == Ensure.PRESENT;
    }
}
