package dev.postern.datastore.inspect;

import java.util.Optional;

/** One of SPIRE's tables. */
public record TableCount(
        String table, boolean there, Optional<Long> rows, Optional<Long> bytes, Optional<String> why) {}
