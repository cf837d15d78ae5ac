package dev.postern.provision.observe;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What there is besides what is declared, as far as it decides what may be done.
 *
 * @param memberOf what declared roles, owners and groups were made members of directly and nobody has declared
 * @param grantors of the administrator's own memberships in declared roles, owners and groups, by role
 * @param administratorReaches what the administrator is a member of otherwise than through one of these
 * @param refused settings that the server does not take from the administrator
 * @param left roles that seem to have been declared once
 */
public record Beyond(
        Map<String, Set<String>> memberOf,
        Map<String, Set<String>> grantors,
        Set<String> administratorReaches,
        Map<Value, Refusal> refused,
        List<Left> left) {
    public static final Beyond NOTHING = new Beyond(Map.of(), Map.of(), Set.of(), Map.of(), List.of());

    public Beyond {
        memberOf = Map.copyOf(memberOf);
        grantors = Map.copyOf(grantors);
        administratorReaches = Set.copyOf(administratorReaches);
        refused = Map.copyOf(refused);
        left = List.copyOf(left);
    }

    /** A setting's value. */
    public record Value(String name, String value) {}

    /** In PostgreSQL's own words. */
    public record Refusal(String sentence, String sqlstate) {}
}
