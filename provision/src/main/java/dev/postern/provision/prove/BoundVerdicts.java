package dev.postern.provision.prove;

import dev.postern.model.HostPort;
import java.util.List;

/** What came of bindings, row by row. */
public record BoundVerdicts(List<Row> rows) {
    public BoundVerdicts {
        rows = List.copyOf(rows);
    }

    /**
     * One row, and whose it is.
     *
     * @param binding its name
     * @param login the role that logs in, also where it was refused
     */
    public record Row(String binding, HostPort server, String login, Verdicts.Row row) {}

    public Verdicts verdicts() {
        return new Verdicts(rows.stream().map(Row::row).toList());
    }
}
