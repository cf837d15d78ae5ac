package dev.postern.provision.prove;

import java.util.List;

/** Tries cells, many at once. */
public final class Prover {
    private final Logins logins;
    private final int connections;

    /** @param connections the most that are open at once */
    public Prover(Logins logins, int connections) {
        this.logins = logins;
        this.connections = connections;
    }

    public Verdicts prove(List<Cell> cells) {
        throw new UnsupportedOperationException(cells.toString() + logins + connections);
    }
}
