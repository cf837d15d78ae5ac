package dev.postern.pki.authority;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Where authorities remember. Each method is one transaction, and what it wrote is durable when it returns; one that throws
 * may or may not have written.
 *
 * <p>Certificates themselves are not kept: the one who asked has it, and the row says everything that is later asked of it.
 * A row is committed before its certificate is signed, so after a crash there can be a row whose certificate nobody ever
 * saw, which is harmless, and never a certificate without a row, which nobody could revoke.
 */
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

    /**
     * Write-ahead: the certificate is signed after this has returned.
     *
     * @throws dev.postern.kernel.problem.ProblemException also when the serial was given before
     */
    void issued(IssuedRow row);

    /** How many certificates each authority signed that are valid at this moment. */
    Map<AuthorityName, Long> validAt(Instant at);
}
