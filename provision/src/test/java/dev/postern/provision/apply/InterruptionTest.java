package dev.postern.provision.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.DatabaseRole.Profile;
import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.fixture.CertServer;
import dev.postern.provision.fixture.Converge;
import dev.postern.provision.fixture.Declared;
import dev.postern.provision.fixture.ScriptedConnector;
import dev.postern.provision.plan.Plan;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.testing.PgVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;

/** The backend is killed before each statement in turn; the next plan goes on from there and then nothing is left. */
@Tag("server")
class InterruptionTest {
    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void everyStatementMayBeTheLast(PgVersion version) throws SQLException {
        CertServer server = CertServer.shared(version);
        DatabaseConnector superuser = server.quick();
        int statements = Integer.MAX_VALUE;
        for (int k = 1; k <= statements; k += stride(version)) {
            String name = "cut" + k;
            DesiredServer desired = Declared.server(Declared.database(
                    name,
                    name + "_owner",
                    List.of("plpgsql"),
                    Declared.role(name + "_migrator", Profile.MIGRATOR),
                    Declared.role(name + "_app", Profile.APPLICATION)));
            Plan plan = Converge.plan(superuser, desired);
            AtomicInteger count = new AtomicInteger();
            int last = k;
            DatabaseConnector killing = new ScriptedConnector(superuser, (connection, _) -> {
                if (count.incrementAndGet() == last) {
                    kill(server, connection);
                }
            });
            try {
                new Applier(ApplySettings.USUAL).apply(plan, killing, "postgres");
                statements = count.get();
                assertThat(k).as("statements").isGreaterThan(statements);
            } catch (ProvisionException failure) {
                assertThat(failure.first().code())
                        .as("killed before statement " + k)
                        .isEqualTo(ProvisionCode.SERVER_AWAY);
            }
            Converge.fully(superuser, desired);
            server.postgres.execute("postgres", "DROP DATABASE " + name);
        }
        assertThat(statements).isBetween(20, 100);
    }

    // all of them once; what differs on the other version is few statements
    private static int stride(PgVersion version) {
        return version == PgVersion.V18 ? 1 : 4;
    }

    private static void kill(CertServer server, Connection connection) throws SQLException {
        int pid = connection.unwrap(PGConnection.class).getBackendPID();
        try (Connection killer = server.quick().connect("postgres");
                Statement statement = killer.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(" + pid + ", 5000)");
        }
    }
}
