package dev.postern.pki.authority;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A journal that fails when told, before its commit or after it. */
final class FailingJournal implements AuthorityJournal {
    /** When the next writes fail. */
    enum Fault {
        NONE,
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    private final VolatileJournal kept = new VolatileJournal();
    private Fault fault = Fault.NONE;

    void failing(Fault next) {
        fault = next;
    }

    List<IssuedRow> rows() {
        return kept.rows();
    }

    @Override
    public List<Generation> generations() {
        return kept.generations();
    }

    @Override
    public void found(List<Generation> roots) {
        faulty(() -> kept.found(roots));
    }

    @Override
    public void issued(IssuedRow row) {
        faulty(() -> kept.issued(row));
    }

    @Override
    public Map<AuthorityName, Long> validAt(Instant at) {
        return kept.validAt(at);
    }

    private void faulty(Runnable write) {
        if (fault == Fault.BEFORE_COMMIT) {
            throw new IllegalStateException("the store is away");
        }
        write.run();
        if (fault == Fault.AFTER_COMMIT) {
            throw new IllegalStateException("the store went away");
        }
    }
}
