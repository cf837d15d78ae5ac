package dev.postern.provision.prove;

import static dev.postern.postgres.quote.Quote.qualified;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Does what a cell says; answers what the server answered. The caller rolls back. */
final class Trial {
    private static final String TABLE = "postern_prove";
    private static final String WHO = "SELECT current_user || CASE WHEN (SELECT s.ssl FROM pg_catalog.pg_stat_ssl s"
            + " WHERE s.pid = pg_catalog.pg_backend_pid()) THEN '' ELSE ', without TLS' END";

    private Trial() {}

    static String of(Action action, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            return switch (action) {
                case Action.Connect _ -> "connected as " + one(statement, WHO);
                case Action.Identity _ -> one(statement, "SELECT postern.identity()");
                case Action.Select select -> {
                    one(statement, "SELECT count(*) FROM (SELECT FROM " + select.table() + " LIMIT 1) AS row");
                    yield "read " + select.table();
                }
                case Action.Insert insert -> {
                    statement.execute("INSERT INTO " + insert.table() + " DEFAULT VALUES");
                    yield "wrote to " + insert.table();
                }
                case Action.CreateTable create -> {
                    statement.execute("CREATE TABLE " + qualified(create.schema(), TABLE) + " ()");
                    yield "made a table in " + create.schema();
                }
            };
        }
    }

    private static String one(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() ? Optional.ofNullable(row.getString(1)).orElse("null") : "nothing";
        }
    }
}
