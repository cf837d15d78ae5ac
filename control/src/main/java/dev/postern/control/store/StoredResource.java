package dev.postern.control.store;

import java.time.Instant;

/**
 * A row of what is declared.
 *
 * @param labels JSON object of texts
 * @param spec JSON object, the manifest's {@code spec}
 */
public record StoredResource(String kind, String name, long generation, String labels, String spec, Instant changed) {}
