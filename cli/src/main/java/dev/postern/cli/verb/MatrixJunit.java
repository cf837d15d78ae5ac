package dev.postern.cli.verb;

import dev.postern.cli.terminal.Printable;
import dev.postern.provision.matrix.Judgement;
import dev.postern.provision.matrix.Matrix;
import java.util.Locale;

/** A matrix as JUnit's XML: what differs is a failure, what is unknown an error, what was not tried is skipped. */
final class MatrixJunit {
    private static final double MILLIS = 1000.0;

    private MatrixJunit() {}

    static String render(Matrix matrix) {
        StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        text.append(String.format(
                Locale.ROOT,
                "<testsuite name=\"postern prove\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\">%n",
                matrix.rows().size(),
                matrix.count(Judgement.DIFFERS),
                matrix.count(Judgement.UNKNOWN),
                matrix.count(Judgement.NOT_MINTABLE)));
        for (Matrix.Row row : matrix.rows()) {
            text.append("  <testcase classname=\"")
                    .append(safe(row.question().role()))
                    .append("\" name=\"")
                    .append(safe(row.question().key()))
                    .append("\" time=\"")
                    .append(String.format(Locale.ROOT, "%.3f", row.took().toMillis() / MILLIS))
                    .append("\">");
            String told = safe("expected " + row.question().should().words() + ", observed "
                    + row.outcome().word() + ": " + row.outcome().sentence());
            switch (row.judgement()) {
                case DIFFERS -> text.append("<failure message=\"").append(told).append("\"/>");
                case UNKNOWN -> text.append("<error message=\"").append(told).append("\"/>");
                case NOT_MINTABLE ->
                    text.append("<skipped message=\"").append(told).append("\"/>");
                case AS_EXPECTED, SEEN ->
                    text.append("<system-out>").append(told).append("</system-out>");
            }
            text.append("</testcase>\n");
        }
        return text.append("</testsuite>\n").toString();
    }

    /** Of printable characters, and escaped for XML and HTML, in attributes too. */
    static String safe(String raw) {
        StringBuilder text = new StringBuilder();
        Printable.line(raw).codePoints().forEach(c -> {
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                case '\'' -> text.append("&#39;");
                case 0xFFFE, 0xFFFF -> text.append('?');
                default -> text.appendCodePoint(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '?' : c);
            }
        });
        return text.toString();
    }
}
