package dev.postern.provision.declare;

import dev.postern.postgres.scram.ScramVerifier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A role of the server. What is empty is not declared: PostgreSQL's default when the role is made, left alone when it is
 * there.
 *
 * @param inherit whether it has the rights of {@code inRoles} without asking
 * @param inRoles roles that it is a member of, besides what its kind and its profiles make it a member of
 * @param verifier of the password that it is to get
 * @param actsAs for {@link Kind#ALTERNATE}: the role that it logs in for
 */
public record DesiredRole(
        String name,
        Kind kind,
        Optional<Boolean> login,
        Optional<Integer> connectionLimit,
        Optional<Boolean> inherit,
        Optional<Instant> validUntil,
        List<String> inRoles,
        Optional<String> comment,
        Optional<ScramVerifier> verifier,
        Optional<String> actsAs) {
    public DesiredRole {
        inRoles = List.copyOf(inRoles);
    }

    /** What it is there for. */
    public enum Kind {
        /** Owns a database; nobody logs in as it. */
        OWNER,
        /** Has the rights of a profile; nobody logs in as it. */
        GROUP,
        /** One of {@code roles}. */
        DECLARED,
        /** {@code NAME_a} or {@code NAME_b}. */
        ALTERNATE
    }

    static DesiredRole without(String name, Kind kind) {
        return new DesiredRole(
                name,
                kind,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    DesiredRole with(Optional<ScramVerifier> password) {
        return new DesiredRole(
                name, kind, login, connectionLimit, inherit, validUntil, inRoles, comment, password, actsAs);
    }

    DesiredRole in(List<String> roles) {
        return new DesiredRole(
                name, kind, login, connectionLimit, inherit, validUntil, roles, comment, verifier, actsAs);
    }

    /** Whether it can log in once it is made. */
    public boolean mayLogIn() {
        return switch (kind) {
            case OWNER, GROUP -> false;
            case DECLARED -> login.orElse(true);
            case ALTERNATE -> true;
        };
    }

    DesiredRole alternate(String alternate, Optional<ScramVerifier> password) {
        return new DesiredRole(
                alternate,
                Kind.ALTERNATE,
                Optional.of(true),
                connectionLimit,
                Optional.empty(),
                validUntil,
                List.of(),
                Optional.empty(),
                password,
                Optional.of(name));
    }
}
