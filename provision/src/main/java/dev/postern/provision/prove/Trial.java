package dev.postern.provision.prove;

import static dev.postern.postgres.quote.Quote.identifier;
import static dev.postern.postgres.quote.Quote.qualified;

import dev.postern.provision.connect.SqlProblems;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Does what a cell says; answers what the server answered. The caller rolls back. */
final class Trial {
    private static final String NEW = "postern_prove";
    private static final String WHO = "SELECT current_user || CASE WHEN (SELECT s.ssl FROM pg_catalog.pg_stat_ssl s"
            + " WHERE s.pid = pg_catalog.pg_backend_pid()) THEN '' ELSE ', without TLS' END";

    private final Connection connection;
    private final Expectation expected;

    private Trial(Connection connection, Expectation expected) {
        this.connection = connection;
        this.expected = expected;
    }

    /** @throws SQLException the refusal; of several things, one that was not refused as expected if there is any */
    static String of(Action action, Expectation expected, Connection connection) throws SQLException {
        Trial trial = new Trial(connection, expected);
        return switch (action) {
            case Action.Connect _ -> "connected as " + trial.one(WHO);
            case Action.Identity _ -> trial.one("SELECT postern.identity()");
            case Action.Select select -> {
                trial.one("SELECT count(*) FROM (SELECT FROM " + select.table() + " LIMIT 1) AS row");
                yield "read " + select.table();
            }
            case Action.Write write -> trial.each(writing(write));
            case Action.Rule rule -> trial.each(ruling(rule.table()));
            case Action.CreateTable create -> trial.each(creating(create));
            case Action.CreateSchema _ ->
                trial.each(Map.of("made a schema in the database", "CREATE SCHEMA " + identifier(NEW)));
            case Action.Statements statements -> trial.all(statements);
        };
    }

    private static Map<String, String> writing(Action.Write write) {
        String table = write.table();
        String column = identifier(write.column());
        Map<String, String> ways = new LinkedHashMap<>();
        ways.put("inserted into " + table, "INSERT INTO " + table + " DEFAULT VALUES");
        ways.put("inserted a value of its own into " + table, "INSERT INTO " + table + " (" + column + ") VALUES (-1)");
        ways.put("updated " + table, "UPDATE " + table + " SET " + column + " = -1");
        ways.put("deleted from " + table, "DELETE FROM " + table);
        return ways;
    }

    // dropping would wait for whoever has used its sequence, while that one waits for the table
    private static Map<String, String> ruling(String table) {
        Map<String, String> ways = new LinkedHashMap<>();
        ways.put("emptied " + table, "TRUNCATE " + table);
        ways.put("altered " + table, "ALTER TABLE " + table + " ADD COLUMN " + identifier(NEW) + " int");
        return ways;
    }

    private static Map<String, String> creating(Action.CreateTable create) {
        Map<String, String> ways = new LinkedHashMap<>();
        create.schemas()
                .forEach(schema ->
                        ways.put("made a table in " + schema, "CREATE TABLE " + qualified(schema, NEW) + " ()"));
        return ways;
    }

    /** Each by itself, as if the others had not been: none waits for what another one has locked. */
    private String each(Map<String, String> ways) throws SQLException {
        Optional<SQLException> refusal = Optional.empty();
        for (Map.Entry<String, String> way : ways.entrySet()) {
            Savepoint before = connection.setSavepoint();
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.execute(way.getValue());
                if (!(expected instanceof Expectation.Allowed)) {
                    return way.getKey();
                }
            } catch (SQLException refused) {
                if (!isExpected(refused)) {
                    throw refused;
                }
                refusal = Optional.of(refused);
            }
            connection.rollback(before);
        }
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        return String.join(", ", ways.keySet());
    }

    private String all(Action.Statements statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String sql : statements.sql()) {
                statement.execute(sql);
            }
        }
        return "could " + statements.words();
    }

    private boolean isExpected(SQLException refused) {
        return expected instanceof Expectation.Sqlstate(String state)
                && SqlProblems.fromServer(refused)
                && state.equals(SqlProblems.sqlstate(refused));
    }

    private String one(String query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet row = statement.executeQuery(query)) {
                return row.next() ? Optional.ofNullable(row.getString(1)).orElse("null") : "nothing";
            }
        }
    }
}
