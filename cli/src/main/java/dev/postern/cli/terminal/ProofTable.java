package dev.postern.cli.terminal;

import dev.postern.api.ProveAnswer;

/** A proof as people read it: one row a login that was tried. */
public final class ProofTable {
    private ProofTable() {}

    public static String render(ProveAnswer answer) {
        TextTable table = new TextTable("", "PROOF", "PATH", "SHOWS", "ROLE", "EXPECTED", "OBSERVED", "MS");
        for (ProveAnswer.Cell cell : answer.cells()) {
            table.row(
                    cell.passed() ? "ok" : "FAILED",
                    cell.name(),
                    cell.path(),
                    cell.credential(),
                    cell.role(),
                    outcome(cell.expected()),
                    outcome(cell.observed()),
                    Long.toString(cell.millis()));
        }
        StringBuilder text = new StringBuilder(table.render());
        for (ProveAnswer.Cell cell : answer.cells()) {
            if (!cell.passed()) {
                text.append("\n  ").append(cell.name()).append(": ").append(Printable.line(cell.detail()));
            }
        }
        long passed = answer.cells().stream().filter(ProveAnswer.Cell::passed).count();
        return text.append('\n')
                .append(passed)
                .append(" of ")
                .append(answer.cells().size())
                .append(" as expected")
                .toString();
    }

    // a bare SQLSTATE says what, but not that it is a refusal
    private static String outcome(String word) {
        return word.matches("[0-9A-Z]{5}") ? "refused " + word : word;
    }
}
