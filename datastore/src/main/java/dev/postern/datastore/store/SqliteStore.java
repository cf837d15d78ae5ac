package dev.postern.datastore.store;

import dev.postern.datastore.problem.DatastoreCode;
import dev.postern.datastore.problem.DatastoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlite.JDBC;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;

/** SPIRE's tables in a file of SQLite, which is not written to and beside which nothing is made. */
public final class SqliteStore {
    /** To be done before any table is looked at: the file may be anybody's. */
    private static final List<String> GUARDS = List.of(
            "PRAGMA query_only = ON",
            "PRAGMA trusted_schema = OFF",
            "PRAGMA cell_size_check = ON",
            "PRAGMA hard_heap_limit = 536870912");

    private static final int STEPS_BETWEEN_LOOKS = 20_000;
    private static final long MOST_MEASURED = 256L << 20;
    private static final int SHOWN_OTHERS = 20;

    private final SqliteFile file;
    private final SqliteFile.Stamp before;

    private SqliteStore(SqliteFile file) {
        this.file = file;
        this.before = file.stamp();
    }

    /** @throws DatastoreException when it is no file of SQLite, or has no tables of SPIRE */
    public static SqliteStore of(Path path) {
        return new SqliteStore(SqliteFile.of(path));
    }

    /** Whether the file is still as it was when it was first looked at, with nobody writing to it. */
    public boolean unchanged() {
        return file.stamp().equals(before);
    }

    /** Whether what is read stays true while somebody writes; otherwise ask {@link #unchanged} afterwards. */
    public boolean isLive() {
        return file.isLive();
    }

    public Snapshot open(Limits limits) {
        SqliteLibrary.load();
        SqliteFile.Way way = file.way();
        Runnable afterwards = way instanceof SqliteFile.Way.Copied copied
                ? () -> SqliteLibrary.PrivateFolder.delete(copied.folder())
                : () -> {};
        Optional<Connection> opened = Optional.empty();
        boolean kept = false;
        try {
            Connection connection = connect(file.url(way));
            opened = Optional.of(connection);
            guard(connection, limits);
            Map<String, Table> tables = tables(connection);
            if (!tables.containsKey(Names.ENTRIES) && !tables.containsKey(Names.AGENTS)) {
                throw new DatastoreException(
                        DatastoreCode.NO_DATASTORE, "the file has none of SPIRE's tables", "name SPIRE's file");
            }
            Snapshot snapshot = new Snapshot(connection, Dialect.SQLITE, facts(connection), tables, limits, afterwards);
            kept = true;
            return snapshot;
        } catch (SQLException failure) {
            throw new DatastoreException(
                    DatastoreCode.FILE_UNUSABLE,
                    "SQLite cannot read the file: " + failure.getMessage(),
                    "check it with: sqlite3 FILE 'PRAGMA integrity_check', on a copy",
                    failure);
        } finally {
            if (!kept) {
                close(opened);
                afterwards.run();
            }
        }
    }

    private static Connection connect(String url) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        return Optional.ofNullable(new JDBC().connect(url, config.toProperties()))
                .orElseThrow(() -> new SQLException("the driver does not take " + url));
    }

    private static void guard(Connection connection, Limits limits) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String guard : GUARDS) {
                statement.execute(guard);
            }
            long end = System.nanoTime() + limits.statement().multipliedBy(4).toNanos();
            ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, new ProgressHandler() {
                @Override
                protected int progress() {
                    return System.nanoTime() - end > 0 ? 1 : 0;
                }
            });
            // everything after this sees one moment
            statement.execute("BEGIN");
        }
    }

    private StoreFacts facts(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')"
                        + " AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name LIMIT 10000")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        List<String> others =
                names.stream().filter(name -> !Names.ALL.contains(name)).toList();
        return new StoreFacts(
                "SQLite",
                file.writer(),
                file.toString(),
                "",
                "main",
                "",
                false,
                file.bytes(),
                file.logBytes(),
                others.stream().limit(SHOWN_OTHERS).toList(),
                others.size(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    // views and virtual tables under SPIRE's names would run what somebody else has written
    private Map<String, Table> tables(Connection connection) throws SQLException {
        Map<String, Set<String>> columns = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT t.name, c.name FROM sqlite_schema t,"
                        + " pragma_table_info(t.name) c WHERE t.type = 'table' AND t.rootpage > 0 LIMIT 10000")) {
            while (rows.next()) {
                if (Names.ALL.contains(rows.getString(1))) {
                    columns.computeIfAbsent(rows.getString(1), _ -> new HashSet<>())
                            .add(rows.getString(2));
                }
            }
        }
        Map<String, Long> bytes = file.bytes() > MOST_MEASURED ? Map.of() : bytes(connection);
        Map<String, Table> tables = new LinkedHashMap<>();
        columns.forEach((name, all) ->
                tables.put(name, new Table(name, "main." + name, all, all, Optional.ofNullable(bytes.get(name)))));
        return tables;
    }

    private static Map<String, Long> bytes(Connection connection) throws SQLException {
        Map<String, Long> bytes = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT t.tbl_name, sum(s.pgsize) FROM dbstat s"
                        + " JOIN sqlite_schema t ON t.name = s.name GROUP BY t.tbl_name")) {
            while (rows.next()) {
                bytes.put(rows.getString(1), rows.getLong(2));
            }
        }
        return bytes;
    }

    private static void close(Optional<Connection> opened) {
        try {
            if (opened.isPresent()) {
                opened.get().close();
            }
        } catch (SQLException _) {
            // it was not used for anything
            return;
        }
    }
}
