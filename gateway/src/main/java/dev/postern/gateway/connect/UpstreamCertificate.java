package dev.postern.gateway.connect;

import java.math.BigInteger;
import java.time.Instant;

/**
 * A certificate that the gateway holds for PostgreSQL, for reports.
 *
 * @param caller as rules spell it
 */
public record UpstreamCertificate(String role, String caller, BigInteger serial, Instant notAfter) {}
