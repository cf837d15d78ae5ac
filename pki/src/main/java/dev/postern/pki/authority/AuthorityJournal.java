package dev.postern.pki.authority;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Where authorities remember. Each method is one transaction, and what it wrote is durable when it returns. */
public interface AuthorityJournal {
    /** Every root of every authority. */
    List<Generation> generations();

    /**
     * Writes the first roots, all or none.
     *
     * @throws dev.postern.kernel.problem.ProblemException when there is any root already, also one that somebody else
     *     is just writing
     */
    void found(List<Generation> roots);

    /** Write-ahead: the certificate is signed after this has returned. */
    void issued(IssuedRow row);

    /** How many certificates each authority signed that are valid at this moment. */
    Map<AuthorityName, Long> validAt(Instant at);
}
