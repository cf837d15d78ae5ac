package dev.postern.cli.sql;

import dev.postern.cli.terminal.Columns;
import dev.postern.cli.terminal.Printable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as psql draws them. Columns are as wide as the widest cell of the first page; later pages grow where they must, so
 * that no more than a page is ever held.
 */
final class AlignedTable implements Sink {
    private static final int PAGE = 1_000;

    private final PrintStream out;
    private final String nullMark;
    private final List<List<List<String>>> page = new ArrayList<>();
    private List<Column> columns = List.of();
    private int[] widths = {};
    private boolean headed;

    AlignedTable(PrintStream out, String nullMark) {
        this.out = out;
        this.nullMark = nullMark;
    }

    @Override
    public void columns(List<Column> heading) {
        columns = heading;
        headed = false;
        widths = heading.stream()
                .mapToInt(column -> Columns.of(Printable.line(column.name())))
                .toArray();
    }

    @Override
    public void row(List<@Nullable String> values) {
        List<List<String>> cells = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            List<String> lines = lines(values.get(i));
            for (String line : lines) {
                widths[i] = Math.max(widths[i], Columns.of(line));
            }
            cells.add(lines);
        }
        page.add(cells);
        if (page.size() >= PAGE) {
            flush();
        }
    }

    @Override
    public void rowsEnd(long rows, boolean cut) {
        flush();
        out.println("(" + (cut ? "first " : "") + rows + (rows == 1 ? " row" : " rows")
                + (cut ? "; there are more)" : ")"));
        out.println();
        out.flush();
    }

    @Override
    public void command(String tag) {
        out.println(Printable.line(tag));
        out.flush();
    }

    private void flush() {
        if (!headed) {
            heading();
            headed = true;
        }
        page.forEach(this::draw);
        page.clear();
        out.flush();
    }

    private void heading() {
        StringBuilder names = new StringBuilder();
        StringBuilder rule = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            String name = Printable.line(columns.get(i).name());
            int space = widths[i] - Columns.of(name);
            names.append(i == 0 ? "" : "|")
                    .append(" ".repeat(1 + space / 2))
                    .append(name)
                    .append(" ".repeat(space - space / 2 + 1));
            rule.append(i == 0 ? "" : "+").append("-".repeat(widths[i] + 2));
        }
        out.println(names);
        out.println(rule);
    }

    private void draw(List<List<String>> cells) {
        int height = cells.stream().mapToInt(List::size).max().orElse(1);
        for (int line = 0; line < height; line++) {
            StringBuilder drawn = new StringBuilder();
            for (int i = 0; i < cells.size(); i++) {
                drawCell(drawn, cells.get(i), line, i, i == cells.size() - 1);
            }
            out.println(drawn);
        }
    }

    private void drawCell(StringBuilder drawn, List<String> lines, int line, int column, boolean last) {
        String text = line < lines.size() ? lines.get(line) : "";
        boolean goesOn = line < lines.size() - 1;
        String space = " ".repeat(widths[column] - Columns.of(text));
        boolean beyond = line >= lines.size();
        boolean right = columns.get(column).isNumber() && !(last && beyond);
        drawn.append(column == 0 ? "" : "|").append(' ');
        drawn.append(right ? space : "").append(text).append(right || (last && !goesOn) ? "" : space);
        if (goesOn) {
            drawn.append('+');
        } else if (!last) {
            drawn.append(' ');
        }
    }

    private List<String> lines(@Nullable String value) {
        if (value == null) {
            return List.of(nullMark);
        }
        return value.indexOf('\n') < 0
                ? List.of(Printable.line(value))
                : value.lines().map(Printable::line).toList();
    }
}
