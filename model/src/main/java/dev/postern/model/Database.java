package dev.postern.model;

import java.util.List;

/**
 * A database on a cluster, with the roles that use it.
 *
 * @param cluster a {@link Cluster}'s name
 * @param name the physical name in PostgreSQL; {@code metadata.name} when not given
 * @param owner a group role without login that owns the database and its objects
 */
public record Database(
        Metadata metadata, String cluster, String name, String owner, List<String> extensions, List<DatabaseRole> roles)
        implements Resource {
    public Database {
        extensions = List.copyOf(extensions);
        roles = List.copyOf(roles);
    }
}
