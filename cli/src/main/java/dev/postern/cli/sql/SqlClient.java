package dev.postern.cli.sql;

import dev.postern.cli.login.ConnectionValues;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jline.utils.Signals;
import org.postgresql.core.BaseConnection;

/** SQL to one database, from the command line, from a pipe or from a person; ends with psql's exit codes. */
public final class SqlClient {
    /** Everything ran. */
    public static final int DONE = 0;
    /** A statement failed. */
    public static final int STATEMENT_FAILED = 1;
    /** No connection, or it broke. */
    public static final int NO_CONNECTION = 2;

    private final ConnectionValues values;
    private final InputStream input;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;

    public SqlClient(ConnectionValues values, InputStream input, PrintStream out, PrintStream err, boolean json) {
        this.values = values;
        this.input = input;
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /** Runs the statements of each text; the first that fails is the last. */
    public int commands(List<String> texts) {
        return withSession(session -> run(session, texts, true));
    }

    /** Runs what is piped in; goes on after a statement that fails, as psql does. */
    public int script() {
        return withSession(session -> {
            String text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
            return run(session, List.of(text), false);
        });
    }

    /**
     * Talks with a person.
     *
     * @param history a file that remembers what was typed
     */
    public int shell(Path history) {
        return withSession(session -> new SqlShell(session, values, out, err, history).run());
    }

    private interface Work {
        int on(SqlSession session) throws SQLException, IOException;
    }

    private int withSession(Work work) {
        BaseConnection connection;
        try {
            connection = SqlSession.connect(values);
        } catch (SQLException refused) {
            SqlErrors.print(err, refused, "");
            return NO_CONNECTION;
        }
        try (SqlSession session = new SqlSession(connection, input, out, err)) {
            Signals.register("INT", session::cancel);
            SqlErrors.print(err, connection.getWarnings());
            return work.on(session);
        } catch (SQLException broken) {
            SqlErrors.print(err, broken, "");
            return NO_CONNECTION;
        } catch (IOException failure) {
            err.println("ERROR:  " + failure.getMessage());
            return STATEMENT_FAILED;
        }
    }

    private int run(SqlSession session, List<String> texts, boolean stop) throws SQLException {
        if (!json) {
            return run(session, texts, stop, new AlignedTable(out, ""));
        }
        try (JsonResults results = new JsonResults(out)) {
            return run(session, texts, stop, results);
        }
    }

    private int run(SqlSession session, List<String> texts, boolean stop, Sink sink) throws SQLException {
        int code = DONE;
        for (String text : texts) {
            SqlText.Cut cut = SqlText.cut(text + "\n;");
            for (String statement : cut.statements()) {
                try {
                    session.run(statement, sink, 0);
                } catch (SQLException failure) {
                    SqlErrors.print(err, failure, statement);
                    if (!session.isOpen()) {
                        return NO_CONNECTION;
                    }
                    if (stop) {
                        return STATEMENT_FAILED;
                    }
                }
            }
            if (!cut.rest().isBlank()) {
                err.println("ERROR:  42601: a quote, a comment or a parenthesis is not closed");
                code = STATEMENT_FAILED;
            }
        }
        return code;
    }
}
