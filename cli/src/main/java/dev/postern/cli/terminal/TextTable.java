package dev.postern.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Columns under a heading, each as wide as its widest cell. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... heading) {
        rows.add(List.of(heading));
    }

    public TextTable row(String... cells) {
        rows.add(java.util.Arrays.stream(cells).map(Printable::line).toList());
        return this;
    }

    /** Without a line end after the last row. */
    public String render() {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], Columns.of(row.get(i)));
            }
        }
        return String.join("\n", rows.stream().map(row -> line(row, widths)).toList());
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(i == 0 ? "" : GAP).append(row.get(i));
            if (i < row.size() - 1) {
                line.append(" ".repeat(widths[i] - Columns.of(row.get(i))));
            }
        }
        return line.toString();
    }
}
