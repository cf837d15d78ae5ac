package dev.postern.provision.wait;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How it is seen that a migration has been done. */
public sealed interface Migrated {
    /** What is asked, in words. */
    String what();

    /** Whether it has been. */
    boolean test(Connection connection) throws SQLException;

    /** @param name as SQL writes it, for example {@code public.devices} */
    record Table(String name) implements Migrated {
        @Override
        public String what() {
            return "the table " + name;
        }

        @Override
        public boolean test(Connection connection) throws SQLException {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT pg_catalog.to_regclass(?) IS NOT NULL")) {
                statement.setString(1, name);
                return first(statement.executeQuery());
            }
        }
    }

    /** @param sql whose first column of its first row is true */
    record Query(String sql) implements Migrated {
        @Override
        public String what() {
            return "a row that is true from the query";
        }

        @Override
        public boolean test(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                return first(statement.executeQuery(sql));
            }
        }
    }

    private static boolean first(ResultSet rows) throws SQLException {
        try (rows) {
            return rows.next() && rows.getBoolean(1);
        }
    }
}
