package dev.postern.datastore.store;

import dev.postern.datastore.problem.DatastoreCode;
import dev.postern.datastore.problem.DatastoreException;
import dev.postern.provision.connect.SqlProblems;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store as it was at one moment. Not for several threads. */
public final class Snapshot implements AutoCloseable {
    private static final int ROWS_AT_ONCE = 200;

    private final Connection connection;
    private final Dialect dialect;
    private final StoreFacts facts;
    private final Map<String, Table> tables;
    private final Limits limits;
    private final Runnable afterwards;

    Snapshot(
            Connection connection,
            Dialect dialect,
            StoreFacts facts,
            Map<String, Table> tables,
            Limits limits,
            Runnable afterwards) {
        this.connection = connection;
        this.dialect = dialect;
        this.facts = facts;
        this.tables = Map.copyOf(tables);
        this.limits = limits;
        this.afterwards = afterwards;
    }

    public StoreFacts facts() {
        return facts;
    }

    public Dialect dialect() {
        return dialect;
    }

    public Limits limits() {
        return limits;
    }

    /** One of {@link Names}. */
    public Optional<Table> table(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    /**
     * The table, when all of these columns of it may be read.
     *
     * @throws UnreadableException when it is not there, or one of them may not be read or is not there
     */
    public Table readable(String name, List<String> columns) throws UnreadableException {
        Table table = table(name).orElseThrow(() -> new UnreadableException("there is no table " + name));
        List<String> away = columns.stream()
                .filter(column -> !table.columns().contains(column))
                .toList();
        if (!away.isEmpty()) {
            throw new UnreadableException(name + " has no column " + String.join(", ", away));
        }
        List<String> closed = columns.stream()
                .filter(column -> !table.readable().contains(column))
                .toList();
        if (!closed.isEmpty()) {
            boolean all = table.readable().isEmpty();
            throw new UnreadableException(facts.role() + " may not read " + name
                    + (all ? "" : " (" + String.join(", ", closed) + ")") + "; GRANT SELECT ON " + table.sql() + " TO "
                    + facts.role() + " would let it");
        }
        return table;
    }

    /** Runs one query. One that fails takes nothing else with it. */
    public <T> List<T> rows(String sql, RowReader<T> reader, Object... parameters) throws UnreadableException {
        Optional<Savepoint> before = savepoint();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setFetchSize(ROWS_AT_ONCE);
            for (int i = 0; i < parameters.length; i++) {
                query.setObject(i + 1, parameters[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet answer = query.executeQuery()) {
                Cells row = new Cells(answer);
                while (answer.next()) {
                    rows.add(reader.read(row));
                }
            }
            if (before.isPresent()) {
                connection.releaseSavepoint(before.get());
            }
            return rows;
        } catch (SQLException failure) {
            before.ifPresent(this::back);
            String state = dialect == Dialect.POSTGRESQL ? " (" + SqlProblems.sqlstate(failure) + ")" : "";
            throw new UnreadableException(SqlProblems.sentence(failure) + state, failure);
        }
    }

    /** The one value of a query that always has one. */
    public long count(String sql, Object... parameters) throws UnreadableException {
        return rows(sql, row -> row.number(1), parameters).getFirst();
    }

    @Override
    public void close() {
        try (connection) {
            if (!connection.isClosed() && !connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException _) {
            // nothing was written, so nothing is lost
            return;
        } finally {
            afterwards.run();
        }
    }

    private Optional<Savepoint> savepoint() throws UnreadableException {
        if (dialect != Dialect.POSTGRESQL) {
            return Optional.empty();
        }
        try {
            return Optional.of(connection.setSavepoint());
        } catch (SQLException failure) {
            throw new DatastoreException(
                    DatastoreCode.READ_FAILED,
                    "the connection is lost: " + SqlProblems.sentence(failure),
                    "try again",
                    failure);
        }
    }

    private void back(Savepoint before) {
        try {
            connection.rollback(before);
        } catch (SQLException failure) {
            throw new DatastoreException(
                    DatastoreCode.READ_FAILED,
                    "the connection is lost: " + SqlProblems.sentence(failure),
                    "try again",
                    failure);
        }
    }
}
