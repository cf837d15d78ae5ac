package dev.postern.provision.matrix;

import java.time.Duration;
import java.util.List;

/**
 * What came of all questions, in their order.
 *
 * @param notes what whoever reads it has to know: what stands in between, what could not be read
 */
public record Matrix(List<Row> rows, List<String> notes) {
    public Matrix {
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }

    /** One question with its outcome. */
    public record Row(Question question, Outcome outcome, Duration took) {
        public Judgement judgement() {
            return Judgement.of(question.should(), outcome);
        }
    }

    public long count(Judgement judgement) {
        return rows.stream().filter(row -> row.judgement() == judgement).count();
    }

    /** Nothing differs, nothing is unknown, and something was as expected. */
    public boolean passed() {
        return count(Judgement.AS_EXPECTED) > 0 && count(Judgement.DIFFERS) == 0 && count(Judgement.UNKNOWN) == 0;
    }
}
