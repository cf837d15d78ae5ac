package dev.postern.provision.connect;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections to the databases of one server, always as the same administrator. */
@FunctionalInterface
public interface DatabaseConnector {
    /** A connection of its own for each call; the caller closes it. */
    Connection connect(String database) throws SQLException;
}
