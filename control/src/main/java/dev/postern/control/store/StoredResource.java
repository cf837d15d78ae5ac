package dev.postern.control.store;

import java.time.Instant;

/**
 * A row of what is declared.
 *
 * @param manifest the whole document as JSON, in its canonical form
 */
public record StoredResource(String kind, String name, long generation, String manifest, Instant changed) {}
