package dev.postern.datastore.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Connections to the database that are alike.
 *
 * @param state as PostgreSQL calls it; {@code not shown} where we may not see it
 * @param encrypted how many of them, where we may see it
 * @param oldest when the first of them was opened
 */
public record ConnectionCount(
        String user, String application, String state, long count, long encrypted, Optional<Instant> oldest) {}
