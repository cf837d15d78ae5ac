package dev.postern.datastore.inspect;

import java.util.Optional;

/**
 * How far the tables are migrated.
 *
 * @param number of the schema
 * @param writtenBy the version of SPIRE that last changed it
 * @param since the first version of SPIRE with this schema, where it is known
 */
public record SchemaVersion(
        Optional<Long> number, Optional<String> writtenBy, Optional<String> since, Optional<String> unreadable) {}
