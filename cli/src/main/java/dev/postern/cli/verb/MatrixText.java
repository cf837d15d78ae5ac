package dev.postern.cli.verb;

import dev.postern.cli.terminal.Printable;
import dev.postern.cli.terminal.TextTable;
import dev.postern.provision.matrix.Judgement;
import dev.postern.provision.matrix.Matrix;
import dev.postern.provision.matrix.Question;

/** A matrix for people. */
final class MatrixText {
    private MatrixText() {}

    static String render(Matrix matrix) {
        TextTable table = new TextTable("", "ENDPOINT", "SSLMODE", "ROLE", "SHOWS", "ACTION", "EXPECTED", "OBSERVED");
        for (Matrix.Row row : matrix.rows()) {
            Question question = row.question();
            table.row(
                    row.judgement().word(),
                    question.endpoint(),
                    question.sslmode(),
                    question.role(),
                    question.shows(),
                    question.action(),
                    question.should().words(),
                    row.outcome().word());
        }
        StringBuilder text = new StringBuilder(table.render()).append('\n');
        matrix.rows().stream()
                .filter(row -> switch (row.judgement()) {
                    case DIFFERS, UNKNOWN, NOT_MINTABLE -> true;
                    case AS_EXPECTED, SEEN -> false;
                })
                .forEach(row -> text.append("\n  ")
                        .append(Printable.line(row.question().key()))
                        .append(": ")
                        .append(Printable.line(row.outcome().sentence())));
        return text.append('\n').append(summary(matrix)).toString();
    }

    /** {@code 40 of 44 as expected, 1 differs, 1 unknown, 2 not mintable}. */
    static String summary(Matrix matrix) {
        StringBuilder text = new StringBuilder()
                .append(matrix.count(Judgement.AS_EXPECTED))
                .append(" of ")
                .append(matrix.rows().size())
                .append(" as expected");
        count(text, matrix, Judgement.DIFFERS, "not");
        count(text, matrix, Judgement.UNKNOWN, "unknown");
        count(text, matrix, Judgement.NOT_MINTABLE, "not mintable");
        count(text, matrix, Judgement.SEEN, "with nothing to compare");
        return text.toString();
    }

    private static void count(StringBuilder text, Matrix matrix, Judgement judgement, String words) {
        long number = matrix.count(judgement);
        if (number > 0) {
            text.append(", ").append(number).append(' ').append(words);
        }
    }
}
