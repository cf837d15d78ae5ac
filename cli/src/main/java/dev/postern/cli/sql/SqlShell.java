package dev.postern.cli.sql;

import dev.postern.cli.login.ConnectionValues;
import dev.postern.cli.terminal.Printable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.postgresql.core.TransactionState;

/** A conversation in SQL: statements over several lines until their semicolon, and a few commands that start with \. */
final class SqlShell {
    private static final String HELP = """
            \\q            leave (also Ctrl-D)
            \\?            this help
            \\conninfo     who, where, with which TLS
            \\l            databases
            \\dt           tables
            \\limit N      stop after N rows of a result; 0 shows all  (now LIMIT)
            Ctrl-C         cancels the running statement, or drops what is typed""";
    private static final String DATABASES = """
            SELECT d.datname AS "Name", pg_catalog.pg_get_userbyid(d.datdba) AS "Owner",
                   pg_catalog.pg_encoding_to_char(d.encoding) AS "Encoding"
              FROM pg_catalog.pg_database d WHERE d.datallowconn ORDER BY 1""";
    private static final String TABLES = """
            SELECT n.nspname AS "Schema", c.relname AS "Name", pg_catalog.pg_get_userbyid(c.relowner) AS "Owner"
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'pg_catalog' AND n.nspname <> 'information_schema'
               AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY 1, 2""";
    private static final String CONNECTION = """
            SELECT current_database() AS "Database", current_user AS "User",
                   pg_catalog.current_setting('server_version') AS "Server",
                   pg_catalog.pg_backend_pid() AS "Server process\"""";

    private final SqlSession session;
    private final ConnectionValues values;
    private final PrintStream err;
    private final Path history;
    private final Sink table;
    private long limit = 1_000;

    SqlShell(SqlSession session, ConnectionValues values, PrintStream out, PrintStream err, Path history) {
        this.session = session;
        this.values = values;
        this.err = err;
        this.history = history;
        this.table = new AlignedTable(out, "<NULL>");
    }

    int run() throws SQLException, IOException {
        try (Terminal terminal =
                TerminalBuilder.builder().name("postern").system(true).build()) {
            return run(terminal);
        }
    }

    /** On a given terminal, for tests too. */
    int run(Terminal terminal) throws SQLException {
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("postern")
                .parser(new StatementParser())
                .history(new SqlHistory())
                .variable(LineReader.HISTORY_FILE, history)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, values.database() + "-> ")
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                .build();
        terminal.writer()
                .println("Connected to " + values.host() + ":" + values.port() + " as " + values.user()
                        + ". Statements end with a semicolon; \\? helps, \\q leaves.");
        while (true) {
            try {
                String typed = reader.readLine(prompt()).strip();
                if (typed.equals("\\q") || typed.equals("exit") || typed.equals("quit")) {
                    return SqlClient.DONE;
                }
                obey(terminal, typed);
            } catch (UserInterruptException _) {
                continue;
            } catch (EndOfFileException _) {
                return SqlClient.DONE;
            }
            if (!session.isOpen()) {
                return SqlClient.NO_CONNECTION;
            }
        }
    }

    private void obey(Terminal terminal, String typed) {
        if (!typed.startsWith("\\")) {
            SqlText.cut(typed + "\n;").statements().forEach(statement -> execute(terminal, statement));
            return;
        }
        String[] words = typed.split("\\s+", 2);
        switch (words[0]) {
            case "\\?" -> terminal.writer().println(HELP.replace("LIMIT", Long.toString(limit)));
            case "\\l" -> execute(terminal, DATABASES);
            case "\\dt", "\\d" -> execute(terminal, TABLES);
            case "\\conninfo" -> execute(terminal, CONNECTION);
            case "\\limit" -> setLimit(words.length > 1 ? words[1] : "");
            default -> err.println(Printable.line(words[0]) + " is not known here; \\? lists what is");
        }
        terminal.writer().flush();
    }

    private void setLimit(String number) {
        try {
            limit = Math.max(0, Long.parseLong(number.strip()));
        } catch (NumberFormatException _) {
            err.println("\\limit needs a number of rows; 0 shows all");
        }
    }

    private void execute(Terminal terminal, String statement) {
        Terminal.SignalHandler before = terminal.handle(
                Terminal.Signal.INT, _ -> Thread.ofVirtual().name("cancel").start(session::cancel));
        try {
            session.run(statement, table, limit);
        } catch (SQLException failure) {
            SqlErrors.print(err, failure, statement);
        } finally {
            terminal.handle(Terminal.Signal.INT, before);
        }
    }

    private String prompt() {
        TransactionState state = session.connection().getTransactionState();
        String mark = switch (state) {
            case IDLE -> "";
            case OPEN -> "*";
            case FAILED -> "!";
        };
        return Printable.line(values.database()) + "=" + mark + "> ";
    }
}
