package dev.postern.pki.x509;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;

/** Something is wrong with a certificate, a key or an authority. Never carries key material. */
public final class PkiException extends ProblemException {
    private static final long serialVersionUID = 1L;

    public PkiException(PkiCode code, String what, String fix) {
        super(Problem.of(code, what, fix));
    }

    public PkiException(PkiCode code, String what, String fix, Throwable cause) {
        super(Problem.of(code, what, fix), cause);
    }
}
