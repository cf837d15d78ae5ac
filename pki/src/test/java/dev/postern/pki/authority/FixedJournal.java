package dev.postern.pki.authority;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A journal with exactly these roots, as a damaged or tampered store would show them. */
record FixedJournal(List<Generation> generations) implements AuthorityJournal {
    @Override
    public void found(List<Generation> roots) {
        throw new IllegalStateException("is fixed");
    }

    @Override
    public void issued(IssuedRow row) {
        throw new IllegalStateException("is fixed");
    }

    @Override
    public Map<AuthorityName, Long> validAt(Instant at) {
        return Map.of();
    }
}
