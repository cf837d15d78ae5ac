package dev.postern.datastore.inspect;

import java.time.Instant;
import java.util.Optional;

/**
 * An attested agent.
 *
 * @param type how it was attested
 * @param serial of its certificate, decimal as SPIRE keeps it; empty when it is banned
 * @param expired at the moment of the inspection
 */
public record Agent(
        String spiffeId,
        String type,
        Optional<String> serial,
        Optional<Instant> expiresAt,
        Optional<Instant> newExpiresAt,
        boolean canReattest,
        Optional<String> version,
        boolean banned,
        boolean expired) {}
