package dev.postern.provision.observe;

import java.util.Map;
import java.util.Optional;

/**
 * A declared database as it is.
 *
 * @param roles as whom each of them acts here: {@code ALTER ROLE … IN DATABASE … SET role}
 * @param contents empty if it does not allow connections
 */
public record ActualDatabase(
        String name, String owner, Grants grants, Map<String, String> roles, Optional<ActualContents> contents) {
    public ActualDatabase {
        roles = Map.copyOf(roles);
    }
}
