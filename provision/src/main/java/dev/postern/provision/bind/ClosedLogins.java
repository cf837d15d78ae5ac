package dev.postern.provision.bind;

import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.Cluster;
import dev.postern.model.ResourceSet;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who is refused whatever the server's files say: a role that is not there or may not log in gets the same SQLSTATE as
 * one that no line admits. Where nobody here may look, nobody counts as such.
 */
final class ClosedLogins {
    private static final String OPEN =
            "SELECT rolname FROM pg_catalog.pg_roles WHERE rolcanlogin AND rolname = ANY (?)";

    private ClosedLogins() {}

    static Set<String> of(Cluster cluster, Collection<String> logins, ResourceSet declared, BindTools tools) {
        if (cluster.admin().isEmpty()) {
            return Set.of();
        }
        Set<String> closed = new TreeSet<>(logins);
        try {
            ServerSide server = ServerSide.of(cluster, declared, tools.secrets());
            try (Connection connection = server.connector().connect(server.database());
                    PreparedStatement statement = connection.prepareStatement(OPEN)) {
                Array names = connection.createArrayOf("text", logins.toArray());
                statement.setArray(1, names);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        closed.remove(rows.getString(1));
                    }
                }
            }
            return closed;
        } catch (ProblemException | SQLException _) {
            return Set.of();
        }
    }
}
