package dev.postern.datastore.authority;

import java.time.Instant;
import java.util.Optional;

/** Times as SPIRE keeps them. */
public final class EpochSeconds {
    private static final long YEAR_10000 = 253_402_300_800L;

    private EpochSeconds() {}

    /** Empty for 0, which means never, and for what lies after the year 9999. */
    public static Optional<Instant> instant(long seconds) {
        return seconds <= 0 || seconds >= YEAR_10000 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
    }
}
