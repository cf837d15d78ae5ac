package dev.postern.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.provision.connect.Connections;
import dev.postern.provision.fixture.CertServer;
import dev.postern.provision.fixture.Converge;
import dev.postern.provision.fixture.Declared;
import dev.postern.provision.plan.Plan;
import dev.postern.provision.plan.Step;
import dev.postern.testing.PgVersion;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProvisionTest {
    @ParameterizedTest
    @EnumSource(names = {"V15", "V18"})
    void declaredDatabaseConverges(PgVersion version) throws Exception {
        CertServer server = CertServer.shared(version);
        Plan plan = Converge.fully(server.superuser(), Declared.server(Declared.usual("shop")));
        assertThat(plan.steps()).extracting(Step::title).first().isEqualTo("create role shop_owner without login");
        try (Connection connection =
                        Connections.open(server.login("shop", "shop_app", server.clients.client("shop_app", "alice")));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT postern.identity()")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("alice");
        }
    }
}
