package dev.postern.provision.observe;

import java.util.Map;
import java.util.Set;

/**
 * A role as it is.
 *
 * @param usableByAdmin whether the administrator has its rights ({@code pg_has_role … USAGE})
 * @param memberOf declared roles and owners that it was made a member of directly
 * @param reaches declared owners, and roles with powers over the whole server, that it is a member of by any path
 */
public record ActualRole(
        String name,
        Attributes attributes,
        int connectionLimit,
        boolean usableByAdmin,
        boolean settableByAdmin,
        Map<String, Membership> memberOf,
        Set<String> reaches) {
    public ActualRole {
        memberOf = Map.copyOf(memberOf);
        reaches = Set.copyOf(reaches);
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
     * @param inherit has the other role's rights without asking; before PostgreSQL 16 an attribute of the member
     * @param set may {@code SET ROLE}; before 16 always
     */
    public record Membership(boolean inherit, boolean set) {}
}
