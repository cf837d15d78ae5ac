package dev.postern.pki.x509;

import dev.postern.kernel.problem.Blame;
import dev.postern.kernel.problem.Code;

/** What can be wrong with certificates, keys and authorities. */
public enum PkiCode implements Code {
    PEM_MALFORMED(Blame.CONFIG, "22023"),
    PEM_MISSING(Blame.CONFIG, "22023"),
    KEY_ENCRYPTED(Blame.CONFIG, "22023"),
    KEY_FORMAT(Blame.CONFIG, "22023"),
    KEY_EXPOSED(Blame.CONFIG, "42501"),
    KEY_REFUSED(Blame.CALLER, "22023"),
    KEY_MISMATCH(Blame.CONFIG, "22023"),
    FILE_UNREADABLE(Blame.CONFIG, "58030"),
    AUTHORITIES_EXIST(Blame.CALLER, "42710"),
    AUTHORITIES_MISSING(Blame.CONFIG, "55000"),
    AUTHORITIES_INCONSISTENT(Blame.CONFIG, "XX001"),
    AUTHORITY_NOT_VALID(Blame.CONFIG, "55000"),
    KEY_ENCRYPTION_KEY_WRONG(Blame.CONFIG, "28000"),
    KEY_ENCRYPTION_KEY_UNUSABLE(Blame.CONFIG, "22023"),
    WISH_REFUSED(Blame.CALLER, "22023"),
    ISSUED_WRONG(Blame.OURS, "XX000"),
    CRYPTOGRAPHY(Blame.OURS, "XX000");

    private final Blame blame;
    private final String sqlstate;

    PkiCode(Blame blame, String sqlstate) {
        this.blame = blame;
        this.sqlstate = sqlstate;
    }

    @Override
    public Blame blame() {
        return blame;
    }

    @Override
    public String sqlstate() {
        return sqlstate;
    }
}
