package dev.postern.provision.observe;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A role as it is.
 *
 * @param validUntil empty also when it holds for ever
 * @param usableByAdmin whether the administrator has its rights ({@code pg_has_role … USAGE})
 * @param administered whether the administrator has the ADMIN OPTION on it
 * @param settings of its sessions in every database, by name in lower case
 * @param memberOf what it was made a member of directly
 * @param reaches what it is a member of by any path
 * @param powerful of these the ones with powers over the whole server
 */
public record ActualRole(
        String name,
        Attributes attributes,
        int connectionLimit,
        Optional<Instant> validUntil,
        Optional<String> comment,
        boolean usableByAdmin,
        boolean settableByAdmin,
        boolean administered,
        Map<String, String> settings,
        Map<String, Membership> memberOf,
        Set<String> reaches,
        Set<String> powerful) {
    public ActualRole {
        settings = Map.copyOf(settings);
        memberOf = Map.copyOf(memberOf);
        reaches = Set.copyOf(reaches);
        powerful = Set.copyOf(powerful);
    }

    /** What {@code CREATE ROLE} can say. */
    public record Attributes(
            boolean superuser,
            boolean login,
            boolean inherit,
            boolean createRole,
            boolean createDb,
            boolean replication,
            boolean bypassRls) {}

    /**
     * What all its grantors have given together.
     *
     * @param inherit has the other role's rights without asking; before PostgreSQL 16 an attribute of the member
     * @param set may {@code SET ROLE}; before 16 always
     * @param grantors each with whether its grant inherits
     */
    public record Membership(boolean inherit, boolean set, Map<String, Boolean> grantors) {
        public Membership {
            grantors = Map.copyOf(grantors);
        }

        Membership and(Membership other) {
            Map<String, Boolean> both = new java.util.TreeMap<>(grantors);
            both.putAll(other.grantors);
            return new Membership(inherit || other.inherit, set || other.set, both);
        }
    }
}
