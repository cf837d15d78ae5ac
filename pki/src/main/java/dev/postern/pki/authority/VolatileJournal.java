package dev.postern.pki.authority;

import dev.postern.pki.x509.PkiCode;
import dev.postern.pki.x509.PkiException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A journal in memory, gone with the process: for authorities that live no longer than one proof or one test. Nothing
 * that must be trusted tomorrow may be signed over it.
 */
public final class VolatileJournal implements AuthorityJournal {
    private List<Generation> roots = List.of();
    private final Map<BigInteger, IssuedRow> rows = new LinkedHashMap<>();

    @Override
    public synchronized List<Generation> generations() {
        return roots;
    }

    @Override
    public synchronized void found(List<Generation> first) {
        if (!roots.isEmpty()) {
            throw new PkiException(
                    PkiCode.AUTHORITIES_EXIST,
                    "there are " + roots.size()
                            + " roots already, and new ones would cut off everybody who trusts them",
                    "use the authorities that are there");
        }
        roots = List.copyOf(first);
    }

    @Override
    public synchronized void issued(IssuedRow row) {
        if (rows.putIfAbsent(row.serial(), row) != null) {
            throw new PkiException(
                    PkiCode.ISSUED_WRONG, "the serial " + row.serial().toString(16) + " was given before", "ask again");
        }
    }

    @Override
    public synchronized Map<AuthorityName, Long> validAt(Instant at) {
        return rows.values().stream()
                .filter(row -> !at.isBefore(row.notBefore()) && !at.isAfter(row.notAfter()))
                .collect(Collectors.groupingBy(IssuedRow::authority, Collectors.counting()));
    }

    /** In the order of issuing. */
    public synchronized List<IssuedRow> rows() {
        return List.copyOf(rows.values());
    }
}
