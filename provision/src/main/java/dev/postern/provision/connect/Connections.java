package dev.postern.provision.connect;

import dev.postern.model.Cluster;
import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections. */
public final class Connections {
    private Connections() {}

    /** Logs in. Blocks; call it on a virtual thread. */
    public static Connection open(Login login) throws SQLException {
        throw new UnsupportedOperationException(login.toString());
    }

    /**
     * The login that a cluster's {@code admin} and {@code tls} declare, to its primary and the administrator's database.
     * Reads the files they name.
     *
     * @throws dev.postern.provision.problem.ProvisionException if there is no admin, or a file cannot be used
     */
    public static Login adminLogin(Cluster cluster) {
        throw new UnsupportedOperationException(cluster.toString());
    }

    public static DatabaseConnector to(Login admin) {
        return database -> open(admin.withDatabase(database));
    }
}
