package dev.postern.datastore.inspect;

import java.time.Instant;
import java.util.Optional;

/**
 * A token that nobody has used. The token itself lets somebody in, so it is never shown.
 *
 * @param sha256 the first 12 digits of the token's hash; empty where it may not be read
 */
public record JoinToken(long id, String sha256, Optional<Instant> expiresAt, boolean expired) {}
