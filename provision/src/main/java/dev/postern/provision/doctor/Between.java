package dev.postern.provision.doctor;

import dev.postern.postgres.sqlstate.SqlState;
import dev.postern.provision.connect.Connections;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.SqlProblems;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Names what stands between a client and its server, by what only it answers. */
public final class Between {
    private Between() {}

    static Optional<String> who(Login login, Connection connection) {
        return pgpool(connection).or(() -> pgbouncer(login));
    }

    /** Any session of Pgpool answers it, PostgreSQL has no such setting. */
    public static Optional<String> pgpool(Connection connection) {
        return first(connection, "SHOW pool_version").map(version -> "Pgpool-II " + version);
    }

    /**
     * Logs in once more: its console is a database that only it has; who may not use it is told so, and not that it does
     * not exist.
     */
    public static Optional<String> pgbouncer(Login login) {
        try (Connection console = Connections.open(login.withDatabase("pgbouncer"))) {
            return Optional.of(first(console, "SHOW VERSION").orElse("PgBouncer"));
        } catch (SQLException refused) {
            return SqlProblems.fromServer(refused)
                            && SqlProblems.sqlstate(refused).equals(SqlState.PROTOCOL_VIOLATION)
                    ? Optional.of("PgBouncer")
                    : Optional.empty();
        }
    }

    private static Optional<String> first(Connection connection, String show) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(show)) {
            return row.next() ? Optional.of(row.getString(1).replaceAll("\\p{Cntrl}+", " ")) : Optional.empty();
        } catch (SQLException _) {
            return Optional.empty();
        }
    }
}
