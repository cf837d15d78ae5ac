package dev.postern.cli.verb;

import static dev.postern.cli.verb.MatrixJunit.safe;

import dev.postern.provision.matrix.Judgement;
import dev.postern.provision.matrix.Matrix;
import dev.postern.provision.matrix.Question;
import java.time.Instant;

/** A matrix as one page for an auditor, complete in itself: no script, nothing from elsewhere. */
final class MatrixPage {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Who gets in</title>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <style>
            body { font: 15px/1.4 sans-serif; margin: 2em; color: #1a1a1a }
            table { border-collapse: collapse; width: 100% }
            th, td { text-align: left; vertical-align: top; padding: .3em .7em; border-bottom: 1px solid #ccc }
            .ok { background: #e5f5e5 } .differs { background: #fadada; font-weight: bold }
            .unknown { background: #fff0c8 } .other { background: #eee }
            </style></head><body>
            <h1>Who gets in, and who does not</h1>
            """;

    private MatrixPage() {}

    static String render(Matrix matrix, Instant at) {
        StringBuilder text = new StringBuilder(HEAD);
        text.append("<p>")
                .append(safe(verdict(matrix)))
                .append(" Tried with real logins by postern prove, ")
                .append(safe(Times.at(at)))
                .append(": ")
                .append(safe(MatrixText.summary(matrix)))
                .append(".</p>\n");
        matrix.notes()
                .forEach(note -> text.append("<p>Note: ").append(safe(note)).append("</p>\n"));
        text.append("<table><thead><tr><th>Verdict</th><th>Endpoint</th><th>sslmode</th><th>Role</th><th>Shows</th>"
                + "<th>Action</th><th>Expected</th><th>Observed</th><th>What was said</th></tr></thead><tbody>\n");
        for (Matrix.Row row : matrix.rows()) {
            Question question = row.question();
            text.append("<tr class=\"").append(style(row.judgement())).append("\">");
            for (String cell : new String[] {
                row.judgement().word(),
                question.endpoint(),
                question.sslmode(),
                question.role(),
                question.shows(),
                question.action(),
                question.should().words(),
                row.outcome().word(),
                row.outcome().sentence()
            }) {
                text.append("<td>").append(safe(cell)).append("</td>");
            }
            text.append("</tr>\n");
        }
        return text.append("</tbody></table></body></html>\n").toString();
    }

    private static String verdict(Matrix matrix) {
        if (matrix.passed()) {
            return "Everything that could be compared is as the server says.";
        }
        return matrix.count(Judgement.DIFFERS) > 0
                ? "Not everything is as it has to be."
                : "Nothing is proven wrong, and not everything is known.";
    }

    private static String style(Judgement judgement) {
        return switch (judgement) {
            case AS_EXPECTED -> "ok";
            case DIFFERS -> "differs";
            case UNKNOWN -> "unknown";
            case NOT_MINTABLE, SEEN -> "other";
        };
    }
}
