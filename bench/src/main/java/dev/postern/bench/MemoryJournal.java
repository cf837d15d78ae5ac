package dev.postern.bench;

import dev.postern.pki.authority.AuthorityJournal;
import dev.postern.pki.authority.AuthorityName;
import dev.postern.pki.authority.Generation;
import dev.postern.pki.authority.IssuedRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Authorities that live as long as one run. */
final class MemoryJournal implements AuthorityJournal {
    private final List<Generation> roots = new ArrayList<>();

    @Override
    public List<Generation> generations() {
        return List.copyOf(roots);
    }

    @Override
    public void found(List<Generation> first) {
        roots.addAll(first);
    }

    @Override
    public void issued(IssuedRow row) {
        // nobody asks about them later
    }

    @Override
    public Map<AuthorityName, Long> validAt(Instant at) {
        return Map.of();
    }
}
