package dev.postern.cli.sql;

import dev.postern.cli.terminal.Printable;
import java.io.PrintStream;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/** Errors and notices as psql shows them when it shows everything that helps: with SQLSTATE, place, detail and hint. */
final class SqlErrors {
    private SqlErrors() {}

    static void print(PrintStream err, SQLException failure, String statement) {
        Optional<ServerErrorMessage> said = failure instanceof PSQLException server
                ? Optional.ofNullable(server.getServerErrorMessage())
                : Optional.empty();
        String text = said.map(message -> server(message, statement))
                .orElseGet(() -> "ERROR:  " + state(failure.getSQLState()) + failure.getMessage());
        err.println(Printable.text(text));
        err.flush();
    }

    /** All of a chain of notices. */
    static void print(PrintStream err, @Nullable SQLWarning first) {
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            ServerErrorMessage said = warning instanceof PSQLWarning server ? server.getServerErrorMessage() : null;
            err.println(Printable.text(said == null ? "WARNING:  " + warning.getMessage() : server(said, "")));
        }
        err.flush();
    }

    private static String server(ServerErrorMessage said, String statement) {
        StringBuilder text = new StringBuilder();
        boolean notice = said.getSQLState() != null && said.getSQLState().startsWith("00");
        text.append(said.getSeverity()).append(":  ");
        text.append(notice ? "" : state(said.getSQLState())).append(said.getMessage());
        if (said.getPosition() > 0 && !statement.isEmpty()) {
            text.append(place(statement, said.getPosition()));
        }
        field(text, "DETAIL", said.getDetail());
        field(text, "HINT", said.getHint());
        field(text, "CONTEXT", said.getWhere());
        return text.toString();
    }

    private static String state(@Nullable String sqlstate) {
        return sqlstate == null ? "" : sqlstate + ": ";
    }

    private static void field(StringBuilder text, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            text.append('\n').append(name).append(":  ").append(value);
        }
    }

    /**
     * The line, and a mark below the place.
     *
     * @param position counts characters from 1
     */
    private static String place(String statement, int position) {
        int[] points = statement.codePoints().toArray();
        int offset = Math.min(position - 1, points.length);
        int start = offset;
        while (start > 0 && points[start - 1] != '\n') {
            start--;
        }
        int end = offset;
        while (end < points.length && points[end] != '\n') {
            end++;
        }
        long number = 1
                + java.util.Arrays.stream(points, 0, start)
                        .filter(point -> point == '\n')
                        .count();
        String head = "LINE " + number + ": ";
        String line = new String(points, start, end - start).replace('\t', ' ');
        return "\n" + head + line + "\n" + " ".repeat(head.length() + offset - start) + "^";
    }
}
