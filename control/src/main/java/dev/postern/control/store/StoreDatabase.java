package dev.postern.control.store;

import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Makes the store's database on a server that was just initialised. */
final class StoreDatabase {
    private static final String NO_DATABASE = "3D000";
    private static final String EXISTS = "42P04";

    private StoreDatabase() {}

    static void require(StoreSettings settings) {
        try (Connection connection = connect(settings, settings.database())) {
            connection.setReadOnly(true);
        } catch (SQLException failure) {
            if (!NO_DATABASE.equals(failure.getSQLState())) {
                throw unreachable(settings, failure);
            }
            create(settings);
        }
    }

    static ControlException unreachable(StoreSettings settings, Throwable failure) {
        String state = state(failure);
        if (state.startsWith("28")) {
            return new ControlException(
                    ControlCode.STORE_REFUSED,
                    "the store on " + settings.address() + " refuses user " + settings.user() + " (SQLSTATE " + state
                            + ")",
                    "the password file of this home and the store's data folder do not belong together: restore both"
                            + " from the same backup",
                    failure);
        }
        return new ControlException(
                ControlCode.STORE_AWAY,
                "the store on " + settings.address() + " does not answer (SQLSTATE " + state + ")",
                "look at the store's log and start again",
                failure);
    }

    private static void create(StoreSettings settings) {
        String name = '"' + settings.database().replace("\"", "\"\"") + '"';
        try (Connection connection = connect(settings, "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name + " encoding 'UTF8' template template0");
        } catch (SQLException failure) {
            if (!EXISTS.equals(failure.getSQLState())) {
                throw unreachable(settings, failure);
            }
        }
    }

    private static Connection connect(StoreSettings settings, String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password().text());
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "30");
        return DriverManager.getConnection("jdbc:postgresql://" + settings.address() + "/" + database, properties);
    }

    private static String state(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "08001";
    }
}
