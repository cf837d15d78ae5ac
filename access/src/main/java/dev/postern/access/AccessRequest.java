package dev.postern.access;

import java.util.Map;
import java.util.Set;

/**
 * What is asked for.
 *
 * @param subject {@code user:NAME} or {@code workload:SPIFFE-ID}, as authenticated
 * @param groups names only
 * @param database the resolved physical name, never what the client typed; empty for a physical walsender, which has none
 * @param replication a {@code replication} connection, which needs a rule that names the database {@code replication}; a
 *     logical one answers SQL too, so it needs its database besides, and what denies either denies it
 */
public record AccessRequest(
        String subject,
        Set<String> groups,
        String cluster,
        Map<String, String> clusterLabels,
        String database,
        String role,
        boolean replication) {
    /** What a rule must name for a replication connection; PostgreSQL's HBA uses the same word. */
    public static final String REPLICATION = "replication";

    public AccessRequest {
        groups = Set.copyOf(groups);
        clusterLabels = Map.copyOf(clusterLabels);
    }

    /** For people. */
    String where() {
        if (!replication) {
            return "database " + database;
        }
        return database.isEmpty() ? "replication" : "replication of database " + database;
    }
}
