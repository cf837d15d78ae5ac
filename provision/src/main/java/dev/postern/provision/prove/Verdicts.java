package dev.postern.provision.prove;

import java.time.Duration;
import java.util.List;

/** What came of each cell, in the order of the cells. */
public record Verdicts(List<Row> rows) {
    public Verdicts {
        rows = List.copyOf(rows);
    }

    /** One cell. */
    public record Row(Cell cell, Verdict verdict, Duration took) {
        /** Whether it came as expected. */
        public boolean passed() {
            return switch (cell.expected()) {
                case Expectation.Allowed(var answer) ->
                    verdict instanceof Verdict.Allowed(String detail)
                            && answer.map(detail::equals).orElse(true);
                case Expectation.Sqlstate(String state) ->
                    verdict instanceof Verdict.Refused refused
                            && refused.sqlstate().equals(state);
                case Expectation.Alert(TlsAlert alert) ->
                    verdict instanceof Verdict.RefusedByTls refused && refused.alert() == alert;
            };
        }
    }

    /** Whether there is at least one cell and every cell came as expected. */
    public boolean passed() {
        return !rows.isEmpty() && rows.stream().allMatch(Row::passed);
    }
}
