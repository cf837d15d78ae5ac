package dev.postern.datastore.inspect;

import dev.postern.datastore.authority.Journal;
import java.time.Instant;
import java.util.Optional;

/**
 * The authorities of one server.
 *
 * @param activeX509 as the row says it beside the journal
 * @param broken why the journal could not be read
 */
public record JournalRow(
        long id,
        Optional<Instant> updatedAt,
        Optional<String> activeX509,
        Optional<String> activeJwt,
        Optional<Journal> journal,
        Optional<String> broken) {}
