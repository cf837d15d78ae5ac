package dev.postern.provision.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.provision.connect.DatabaseConnector;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.fixture.CertServer;
import dev.postern.provision.fixture.Converge;
import dev.postern.provision.fixture.Declared;
import dev.postern.provision.fixture.ScriptedConnector;
import dev.postern.provision.plan.Plan;
import dev.postern.provision.plan.Step;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.testing.PgVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class ApplierTest {
    private final CertServer server = CertServer.shared(PgVersion.V18);

    @Test
    void oneAtATime() throws SQLException {
        Plan plan = Converge.plan(server.superuser(), Declared.server(Declared.usual("turn")));
        ApplySettings impatient =
                new ApplySettings(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMillis(200));
        ServerLock other = ServerLock.take(server.superuser(), "postgres", Duration.ofSeconds(1));
        try (other) {
            assertThatThrownBy(() -> new Applier(impatient).apply(plan, server.superuser(), "postgres"))
                    .isInstanceOfSatisfying(
                            ProvisionException.class,
                            e -> assertThat(e.first().code()).isEqualTo(ProvisionCode.APPLY_IN_PROGRESS));
        }
        new Applier(impatient).apply(plan, server.superuser(), "postgres");
    }

    @Test
    void failedStepLeavesItsTransactionUndone() {
        Step good = new Step("good", Step.Side.SERVER, Optional.empty(), List.of("CREATE ROLE undone"), true, false);
        Step bad = new Step("bad one", Step.Side.SERVER, Optional.empty(), List.of("SELECT 1/0"), true, false);
        Plan plan = new Plan(List.of(good, bad), List.of());
        assertThatThrownBy(() -> new Applier(ApplySettings.USUAL).apply(plan, server.superuser(), "postgres"))
                .isInstanceOfSatisfying(ProvisionException.class, e -> {
                    assertThat(e.first().code()).isEqualTo(ProvisionCode.STEP_FAILED);
                    assertThat(e.first().what()).contains("bad one").contains("22012");
                });
        assertThatThrownBy(() -> server.postgres.execute("postgres", "DROP ROLE undone"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42704"));
    }

    @Test
    void nothingIsDestroyedWithoutLeave() throws SQLException {
        Step harmless = new Step("make", Step.Side.SERVER, Optional.empty(), List.of("CREATE ROLE kept"), true, false);
        Step loss = new Step("lose", Step.Side.SERVER, Optional.empty(), List.of("DROP ROLE kept"), true, true);
        Plan plan = new Plan(List.of(harmless, loss), List.of());
        assertThatThrownBy(() -> new Applier(ApplySettings.USUAL).apply(plan, server.superuser(), "postgres"))
                .isInstanceOfSatisfying(ProvisionException.class, e -> {
                    assertThat(e.first().code()).isEqualTo(ProvisionCode.DESTRUCTION_NOT_ALLOWED);
                    assertThat(e.first().what()).contains("lose");
                });
        // the first step did not run either
        server.postgres.execute("postgres", "CREATE ROLE kept; DROP ROLE kept");
        assertThat(new Applier(ApplySettings.USUAL.destroying())
                        .apply(plan, server.superuser(), "postgres")
                        .done())
                .hasSize(2);
    }

    @Test
    void verifiersAreNotShown() {
        Step step = new Step(
                "set the password of it's",
                Step.Side.SERVER,
                Optional.empty(),
                List.of("ALTER ROLE x PASSWORD 'SCRAM-SHA-256$…'"),
                true,
                false,
                Optional.of("It's"));
        assertThat(step.shown()).containsExactly("\\password \"It's\"");
        assertThat(step.toString()).doesNotContain("SCRAM");
    }

    @Test
    void lockedObjectIsNotWaitedForLong() throws SQLException {
        DesiredServer desired = Declared.server(Declared.usual("held"));
        Converge.fully(server.superuser(), desired);
        ApplySettings impatient =
                new ApplySettings(Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofSeconds(5));
        try (Connection holder = server.postgres.connect("held");
                Statement statement = holder.createStatement()) {
            statement.execute("CREATE TABLE public.busy ()");
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE public.busy");
            Plan plan = new Plan(
                    List.of(new Step(
                            "alter busy",
                            Step.Side.SERVER,
                            Optional.of("held"),
                            List.of("ALTER TABLE public.busy ADD x int"),
                            true,
                            false)),
                    List.of());
            assertThatThrownBy(() -> new Applier(impatient).apply(plan, server.superuser(), "postgres"))
                    .hasMessageContaining("55P03");
        }
    }

    @Test
    void sessionSettingsOfRolesAndDatabasesDoNotMatter() throws SQLException {
        server.postgres.execute("postgres", "CREATE ROLE odd_admin SUPERUSER LOGIN");
        server.postgres.execute("postgres", """
                ALTER ROLE odd_admin SET standard_conforming_strings = off;
                ALTER ROLE odd_admin SET search_path = nowhere;
                ALTER ROLE odd_admin SET default_transaction_read_only = on;
                ALTER ROLE odd_admin SET client_min_messages = debug1;
                ALTER ROLE odd_admin SET default_transaction_isolation = serializable;
                ALTER ROLE odd_admin SET quote_all_identifiers = on;
                ALTER ROLE odd_admin SET check_function_bodies = on""");
        Converge.fully(server.admin("odd_admin"), Declared.server(Declared.usual("odd\\'name\"")));
    }

    @Test
    void nothingIsSentForAnEmptyPlan() {
        List<String> sent = new ArrayList<>();
        DatabaseConnector recording = new ScriptedConnector(server.superuser(), (_, sql) -> sent.add(sql));
        new Applier(ApplySettings.USUAL).apply(new Plan(List.of(), List.of()), recording, "postgres");
        assertThat(sent).isEmpty();
    }
}
