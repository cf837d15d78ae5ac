package dev.postern.pki.authority;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A journal that forgets with the test, and can be made to fail. */
final class MemoryJournal implements AuthorityJournal {
    final List<Generation> roots = new ArrayList<>();
    final List<IssuedRow> rows = new ArrayList<>();
    boolean away;

    @Override
    public List<Generation> generations() {
        return List.copyOf(roots);
    }

    @Override
    public void found(List<Generation> first) {
        refuseWhenAway();
        if (!roots.isEmpty()) {
            throw new IllegalStateException("there are roots");
        }
        roots.addAll(first);
    }

    @Override
    public void issued(IssuedRow row) {
        refuseWhenAway();
        rows.add(row);
    }

    @Override
    public Map<AuthorityName, Long> validAt(Instant at) {
        return rows.stream()
                .filter(row -> !at.isBefore(row.notBefore()) && !at.isAfter(row.notAfter()))
                .collect(Collectors.groupingBy(IssuedRow::authority, Collectors.counting()));
    }

    Generation root(AuthorityName name) {
        return roots.stream()
                .filter(root -> root.authority() == name)
                .findFirst()
                .orElseThrow();
    }

    private void refuseWhenAway() {
        if (away) {
            throw new IllegalStateException("the store is away");
        }
    }
}
