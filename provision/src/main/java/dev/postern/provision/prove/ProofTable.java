package dev.postern.provision.prove;

/** Verdicts as an aligned table for a terminal. */
public final class ProofTable {
    private ProofTable() {}

    public static String render(Verdicts verdicts) {
        throw new UnsupportedOperationException(verdicts.toString());
    }
}
