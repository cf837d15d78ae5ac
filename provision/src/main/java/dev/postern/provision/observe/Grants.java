package dev.postern.provision.observe;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who holds which privileges on one thing, as far as it concerns what is declared. {@code PUBLIC} is listed as
 * {@link #PUBLIC}, which no role can be called.
 */
public record Grants(Map<String, Set<String>> byGrantee) {
    public static final String PUBLIC = "public";

    public static final Grants NONE = new Grants(Map.of());

    public Grants {
        byGrantee = Map.copyOf(byGrantee);
    }

    public Set<String> of(String grantee) {
        return byGrantee.getOrDefault(grantee, Set.of());
    }

    /** What is left when somebody else becomes the owner: the former one's privileges go over with it. */
    public Grants withoutOwner(String owner) {
        Map<String, Set<String>> rest = new HashMap<>(byGrantee);
        rest.remove(owner);
        return new Grants(rest);
    }
}
