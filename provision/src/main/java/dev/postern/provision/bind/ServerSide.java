package dev.postern.provision.bind;

import dev.postern.model.Cluster;
import dev.postern.model.ResourceSet;
import dev.postern.provision.connect.Connections;
import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.connect.Login;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.observe.Observer;
import dev.postern.provision.plan.Planner;
import dev.postern.provision.secret.SecretReader;
import java.sql.Connection;
import java.sql.SQLException;

/** One cluster with what its server has to look like, and the way there. */
record ServerSide(Cluster cluster, Login admin, DesiredServer desired) {
    static ServerSide of(Cluster cluster, ResourceSet declared, SecretReader secrets) {
        return new ServerSide(
                cluster, Connections.adminLogin(cluster, secrets), DesiredServer.of(cluster, declared.databases()));
    }

    /** Its problems name the server, and what to do about each. */
    DatabaseConnector connector() {
        return this::connect;
    }

    String database() {
        return admin.database();
    }

    BindPlan.ServerPart plan() {
        return new BindPlan.ServerPart(
                cluster, Planner.plan(desired, Observer.observe(connector(), database(), desired)));
    }

    private Connection connect(String database) {
        try {
            return Connections.open(admin.withDatabase(database));
        } catch (SQLException failure) {
            throw Unreachable.problem(cluster, admin.withDatabase(database), failure);
        }
    }
}
