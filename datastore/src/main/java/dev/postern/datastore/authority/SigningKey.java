package dev.postern.datastore.authority;

import java.time.Instant;
import java.util.Optional;

/**
 * A public key that tokens are verified with.
 *
 * @param notAfter empty when it never expires
 * @param key for example {@code EC 256}
 * @param sha256 of the key's PKIX form, hexadecimal
 */
public record SigningKey(String kid, Optional<Instant> notAfter, String key, String sha256, boolean tainted) {}
