package dev.postern.provision.prove;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Verdicts as an aligned table for a terminal, of printable characters only. */
public final class ProofTable {
    private static final List<String> HEAD = List.of("", "cell", "path", "expected", "got", "ms");
    private static final int DETAIL = 100;

    private ProofTable() {}

    /** What differs from what was expected is explained below its row. Ends with a newline. */
    public static String render(Verdicts verdicts) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEAD);
        verdicts.rows().forEach(row -> lines.add(line(row)));
        int[] widths = new int[HEAD.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(line.get(i)));
            }
        }
        StringBuilder text = new StringBuilder();
        append(text, lines.getFirst(), widths);
        for (int i = 0; i < verdicts.rows().size(); i++) {
            append(text, lines.get(i + 1), widths);
            Verdicts.Row row = verdicts.rows().get(i);
            if (!row.passed()) {
                text.append("    ").append(printable(row.verdict().sentence())).append('\n');
            }
        }
        return text.toString();
    }

    private static List<String> line(Verdicts.Row row) {
        return List.of(
                row.passed() ? "ok" : "NO",
                printable(row.cell().name()),
                row.cell().path().word(),
                row.cell().expected().word(),
                row.verdict().word(),
                Long.toString(millis(row.took())));
    }

    private static long millis(Duration took) {
        return took.plusNanos(500_000).toMillis();
    }

    private static void append(StringBuilder text, List<String> line, int[] widths) {
        int last = widths.length - 1;
        for (int i = 0; i < last; i++) {
            text.append(line.get(i)).repeat(" ", widths[i] - length(line.get(i)) + 2);
        }
        text.repeat(" ", widths[last] - length(line.get(last)))
                .append(line.get(last))
                .append('\n');
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    // what a server says must not move the cursor or recolour the terminal
    private static String printable(String text) {
        String clean = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
        return length(clean) <= DETAIL ? clean : clean.substring(0, clean.offsetByCodePoints(0, DETAIL - 1)) + "…";
    }
}
