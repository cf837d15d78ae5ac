package dev.postern.cli.sql;

import dev.postern.cli.login.ConnectionValues;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** One connection, and statements on it, one after the other. */
final class SqlSession implements AutoCloseable {
    private static final Set<String> WITH_ROWS = Set.of("SELECT", "WITH", "TABLE", "VALUES");
    private static final int FETCH = 1_000;

    private final BaseConnection connection;
    private final PrintStream out;
    private final PrintStream err;
    private final InputStream input;
    private final AtomicReference<@Nullable Statement> running = new AtomicReference<>();

    SqlSession(BaseConnection connection, InputStream input, PrintStream out, PrintStream err) {
        this.connection = connection;
        this.input = input;
        this.out = out;
        this.err = err;
    }

    static BaseConnection connect(ConnectionValues values) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "postern");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("loginTimeout", "30");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("gssEncMode", "disable");
        // every value as the server writes it, not as Java would
        properties.setProperty("binaryTransfer", "false");
        java.sql.Connection made = new org.postgresql.Driver().connect(values.jdbcUrl(), properties);
        if (made == null) {
            throw new SQLException("pgjdbc does not know its own URL", "08001");
        }
        return (BaseConnection) made;
    }

    /** @param limit rows after which to stop; 0 shows all */
    void run(String statement, Sink sink, long limit) throws SQLException {
        List<String> words = SqlText.words(statement);
        String first = words.isEmpty() ? "" : words.getFirst();
        if (first.equals("COPY") && words.contains("STDOUT") && sink instanceof JsonResults) {
            throw new SQLException("COPY TO STDOUT has no JSON form: select the rows instead", "0A000");
        }
        if (first.equals("COPY") && (words.contains("STDIN") || words.contains("STDOUT"))) {
            copy(statement, words.contains("STDIN"), sink);
            return;
        }
        boolean own = connection.getTransactionState() == TransactionState.IDLE;
        // pages come through a portal, which lives as long as a transaction: ours, or the one that is open already
        boolean pages = WITH_ROWS.contains(first);
        connection.setAutoCommit(own && !pages);
        boolean done = false;
        try (Statement prepared = connection.createStatement()) {
            running.set(prepared);
            prepared.setEscapeProcessing(false);
            prepared.setFetchSize(pages ? FETCH : 0);
            results(prepared, prepared.execute(statement), words, sink, limit);
            SqlErrors.print(err, prepared.getWarnings());
            done = true;
        } finally {
            running.set(null);
            finish(own && pages, done);
        }
    }

    /** From another thread. */
    void cancel() {
        Statement now = running.get();
        if (now == null) {
            return;
        }
        try {
            now.cancel();
        } catch (SQLException failure) {
            SqlErrors.print(err, failure, "");
        }
    }

    boolean isOpen() throws SQLException {
        return !connection.isClosed();
    }

    BaseConnection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void results(Statement statement, boolean rows, List<String> words, Sink sink, long limit)
            throws SQLException {
        boolean more = rows;
        while (true) {
            if (more) {
                try (ResultSet result = statement.getResultSet()) {
                    print(result, sink, limit);
                }
            } else if (statement.getUpdateCount() < 0) {
                return;
            } else {
                sink.command(tag(words, statement.getLargeUpdateCount()));
            }
            more = statement.getMoreResults();
        }
    }

    private static void print(ResultSet result, Sink sink, long limit) throws SQLException {
        ResultSetMetaData about = result.getMetaData();
        int count = about.getColumnCount();
        List<Column> columns = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            columns.add(new Column(about.getColumnLabel(i), about.getColumnTypeName(i)));
        }
        sink.columns(columns);
        long rows = 0;
        while (result.next()) {
            if (limit > 0 && rows == limit) {
                sink.rowsEnd(rows, true);
                return;
            }
            List<@Nullable String> values = new ArrayList<>(count);
            for (int i = 1; i <= count; i++) {
                values.add(result.getString(i));
            }
            sink.row(values);
            rows++;
        }
        sink.rowsEnd(rows, false);
    }

    private void copy(String statement, boolean in, Sink sink) throws SQLException {
        PGConnection copying = connection;
        try {
            if (in) {
                sink.command("COPY " + copying.getCopyAPI().copyIn(statement, input));
            } else {
                copying.getCopyAPI().copyOut(statement, out);
                out.flush();
            }
        } catch (IOException failure) {
            throw new SQLException(
                    "the data of COPY could not be passed on: " + failure.getMessage(), "58030", failure);
        }
    }

    private void finish(boolean own, boolean done) throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        if (own && done) {
            connection.commit();
        } else if (own) {
            connection.rollback();
        }
        if (connection.getTransactionState() == TransactionState.IDLE) {
            connection.setAutoCommit(true);
        }
    }

    // the driver keeps the count of PostgreSQL's command tag and drops its words
    private static String tag(List<String> words, long count) {
        String first = words.isEmpty() ? "" : words.getFirst();
        return switch (first) {
            case "INSERT" -> "INSERT 0 " + count;
            case "UPDATE", "DELETE", "MERGE", "MOVE", "FETCH" -> first + " " + count;
            case "CREATE", "ALTER", "DROP" -> words.size() > 1 ? first + " " + object(words) : first;
            case "" -> "";
            default -> first;
        };
    }

    private static String object(List<String> words) {
        Set<String> skipped = Set.of("OR", "REPLACE", "TEMP", "TEMPORARY", "UNLOGGED", "UNIQUE");
        return words.stream()
                .skip(1)
                .filter(word -> !skipped.contains(word))
                .findFirst()
                .orElse("");
    }
}
