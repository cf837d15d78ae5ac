package dev.postern.datastore.store;

import java.util.List;
import java.util.Optional;

/**
 * What holds the tables.
 *
 * @param kind PostgreSQL or SQLite
 * @param database its name, or the file
 * @param server host and port; empty for a file
 * @param schema where SPIRE's tables are; {@code main} in a file
 * @param role as whom it was read; empty for a file
 * @param standby whether the server is in recovery
 * @param bytes of the whole database
 * @param logBytes of a file's write-ahead log
 * @param others tables and views in that schema that are not SPIRE's, the first twenty
 * @param otherCount how many of these there are
 * @param schemas every schema with tables that are called as SPIRE calls its own
 * @param path where SPIRE itself would look; empty for a file
 * @param connections who is connected to the database; empty for a file
 */
public record StoreFacts(
        String kind,
        String version,
        String database,
        String server,
        String schema,
        String role,
        boolean standby,
        long bytes,
        Optional<Long> logBytes,
        List<String> others,
        long otherCount,
        List<SchemaFacts> schemas,
        Optional<SearchPath> path,
        List<ConnectionCount> connections,
        Optional<ConnectionLimits> limits) {}
