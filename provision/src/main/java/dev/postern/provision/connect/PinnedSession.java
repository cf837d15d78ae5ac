package dev.postern.provision.connect;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Makes a session say and understand the same things on every server, whatever its database or role has set: names are
 * looked up in {@code pg_catalog} only, strings are standard, nothing waits for ever, notices stay on the server.
 */
public final class PinnedSession {
    private PinnedSession() {}

    /** @param lock for each lock that a statement waits for */
    public static void pin(Connection connection, Duration statement, Duration lock) throws SQLException {
        try (Statement settings = connection.createStatement()) {
            settings.execute("SET search_path = pg_catalog, pg_temp");
            settings.execute("SET standard_conforming_strings = on");
            settings.execute("SET client_min_messages = error");
            settings.execute("SET quote_all_identifiers = off");
            settings.execute("SET row_security = off");
            settings.execute("SET statement_timeout = " + statement.toMillis());
            settings.execute("SET lock_timeout = " + lock.toMillis());
        }
    }
}
