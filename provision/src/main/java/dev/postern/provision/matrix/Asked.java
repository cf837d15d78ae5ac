package dev.postern.provision.matrix;

import dev.postern.postgres.conninfo.Conninfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to prove.
 *
 * @param conninfo without a password
 * @param environment as libpq reads it; {@code PGPASSWORD} is the administrator's
 * @param home of the user, for {@code ~/.pgpass} and {@code ~/.postgresql}
 * @param userName the operating system's
 * @param admin who reads the catalogue
 * @param certificates a folder with {@code ROLE.crt} and {@code ROLE.key}, and perhaps {@code ROLE.expired.crt}
 * @param schemas these alone; empty: all but the system's
 * @param connections the most that are open at once
 * @param most cells
 */
public record Asked(
        Conninfo conninfo,
        Map<String, String> environment,
        Path home,
        String userName,
        String admin,
        List<String> roles,
        Optional<Path> certificates,
        Set<String> schemas,
        int connections,
        int most) {
    public Asked {
        environment = Map.copyOf(environment);
        roles = List.copyOf(roles);
        schemas = Set.copyOf(schemas);
    }
}
