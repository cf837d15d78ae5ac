package dev.postern.gateway.authenticate;

import java.math.BigInteger;
import java.time.Instant;

/**
 * Somebody who is believed.
 *
 * @param subject what rules are written about: {@code user:NAME} or {@code workload:SPIFFE-ID}
 * @param name the same without its kind, for people to read: two kinds may have one name
 * @param notAfter of the certificate, or of one above it that ends earlier
 */
public record Caller(String subject, String name, BigInteger serial, Instant notAfter) implements Authentication {}
