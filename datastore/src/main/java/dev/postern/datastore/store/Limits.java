package dev.postern.datastore.store;

import java.time.Duration;

/**
 * How much is read.
 *
 * @param rows of each table that are shown; counts and findings look at all of them
 * @param statement how long one query may take
 */
public record Limits(int rows, Duration statement) {
    public static final Limits USUAL = new Limits(1_000, Duration.ofSeconds(30));
}
