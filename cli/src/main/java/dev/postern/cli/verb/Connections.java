package dev.postern.cli.verb;

import dev.postern.cli.login.ConnectionValues;
import dev.postern.cli.login.StoredLogin;

/** How to connect, in words. */
final class Connections {
    private Connections() {}

    static String describe(StoredLogin login, ConnectionValues values) {
        return login.entry() + "\n  psql     " + values.psql() + "\n  JDBC     " + values.jdbcUrl() + "\n  DBeaver  "
                + values.dbeaver() + "\n  pgAdmin  " + values.pgAdmin();
    }
}
